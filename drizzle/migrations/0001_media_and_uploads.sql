CREATE TABLE "uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"metadata" jsonb NOT NULL,
	"total_bytes" bigint,
	"is_live" boolean NOT NULL,
	"unchecked_from" bigint,
	"sha256" text,
	"session_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "media_files" ADD COLUMN "quality" text;--> statement-breakpoint
ALTER TABLE "media_files" ADD COLUMN "width" integer;--> statement-breakpoint
ALTER TABLE "media_files" ADD COLUMN "height" integer;--> statement-breakpoint
ALTER TABLE "media_files" ADD COLUMN "duration_seconds" double precision;--> statement-breakpoint
ALTER TABLE "media_files" ADD COLUMN "replaced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "is_set_aside" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "uploads_unfinished" ON "uploads" USING btree ("owner_id") WHERE session_id is null;--> statement-breakpoint
-- Sessions of before get what new ones get: storyboard, waveform and sound alone. What is a copy of them plays.
INSERT INTO "session_stages" ("session_id", "name", "status", "error", "finished_at")
SELECT t."session_id", n."name", n."status", n."error", CASE WHEN n."status" = 'skipped' THEN now() END
FROM "session_stages" t CROSS JOIN LATERAL (VALUES
	('extras', CASE WHEN t."status" IN ('failed', 'skipped') THEN 'skipped' ELSE 'waiting' END,
		CASE t."status" WHEN 'failed' THEN 'There is nothing to play.' WHEN 'skipped' THEN t."error" END),
	('optimise', CASE WHEN t."status" IN ('failed', 'skipped', 'done') THEN 'skipped' ELSE 'waiting' END,
		CASE t."status" WHEN 'failed' THEN 'There is nothing to play.' WHEN 'skipped' THEN t."error" END)
) AS n("name", "status", "error")
WHERE t."name" = 'transcode' ON CONFLICT DO NOTHING;--> statement-breakpoint
UPDATE "media_files" f SET "quality" = CASE WHEN s."plan" ->> 'video' = 'encode' THEN 'standard' ELSE 'original' END
FROM "sessions" s WHERE s."id" = f."session_id" AND f."kind" = 'video';
