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
-- Sessions of before get what new ones get: storyboard, waveform and sound alone, and a version for every device.
INSERT INTO "session_stages" ("session_id", "name", "status", "error", "finished_at")
SELECT s."id", n."name",
	CASE WHEN s."has_recording" AND s."status" <> 'failed' THEN 'waiting' ELSE 'skipped' END,
	CASE WHEN NOT s."has_recording" THEN 'There is no recording, only a transcript.'
		WHEN s."status" = 'failed' THEN 'The recording could not be read.' END,
	CASE WHEN s."has_recording" AND s."status" <> 'failed' THEN NULL ELSE now() END
FROM "sessions" s CROSS JOIN (VALUES ('extras'), ('optimise')) AS n("name")
ON CONFLICT DO NOTHING;--> statement-breakpoint
UPDATE "media_files" f SET "quality" = CASE WHEN s."plan" ->> 'video' = 'copy' THEN 'original' ELSE 'standard' END
FROM "sessions" s WHERE s."id" = f."session_id" AND f."kind" = 'video';
