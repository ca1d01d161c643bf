CREATE TABLE "session_speakers" (
	"session_id" uuid NOT NULL,
	"name" text NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "session_speakers_session_id_name_pk" PRIMARY KEY("session_id","name")
);
--> statement-breakpoint
CREATE TABLE "speech_pieces" (
	"session_id" uuid NOT NULL,
	"channel" smallint DEFAULT 0 NOT NULL,
	"number" integer NOT NULL,
	"sample_count" integer NOT NULL,
	"settings" text NOT NULL,
	"start_sample" integer NOT NULL,
	"end_sample" integer NOT NULL,
	"claimed_by" uuid,
	"claimed_until" timestamp (3) with time zone,
	"answer" jsonb,
	CONSTRAINT "speech_pieces_session_id_channel_number_pk" PRIMARY KEY("session_id","channel","number")
);
--> statement-breakpoint
CREATE TABLE "dismissed_corrections" (
	"session_id" uuid NOT NULL,
	"term_id" uuid NOT NULL,
	"heard" text NOT NULL,
	CONSTRAINT "dismissed_corrections_session_id_term_id_heard_pk" PRIMARY KEY("session_id","term_id","heard")
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"kind" text NOT NULL,
	"aliases" text[] DEFAULT '{}'::text[] NOT NULL,
	"alias_slugs" text[] DEFAULT '{}'::text[] NOT NULL,
	"mishearings" text[] DEFAULT '{}'::text[] NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "words" DROP CONSTRAINT "words_pkey";--> statement-breakpoint
ALTER TABLE "passages" ADD COLUMN "trust" real DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "passages" ADD COLUMN "configuration" text collate "C" DEFAULT 'english' NOT NULL;--> statement-breakpoint
ALTER TABLE "words" ADD COLUMN "configuration" text collate "C" DEFAULT 'english' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "title_suggested" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "title_by" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "chapters_by" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "slide_changes" real[] DEFAULT '{}'::real[] NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "transcript_versions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "session_topics" ADD COLUMN "seconds" real[] DEFAULT '{}'::real[] NOT NULL;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "spotted" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "kept_head" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "kept_tail" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "held" jsonb;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "named" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "confidence" real;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "corrected_share" real;--> statement-breakpoint
ALTER TABLE "session_speakers" ADD CONSTRAINT "session_speakers_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_speakers" ADD CONSTRAINT "session_speakers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "speech_pieces" ADD CONSTRAINT "speech_pieces_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dismissed_corrections" ADD CONSTRAINT "dismissed_corrections_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dismissed_corrections" ADD CONSTRAINT "dismissed_corrections_term_id_terms_id_fk" FOREIGN KEY ("term_id") REFERENCES "public"."terms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_speakers_user" ON "session_speakers" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "dismissed_corrections_term" ON "dismissed_corrections" USING btree ("term_id");--> statement-breakpoint
CREATE UNIQUE INDEX "terms_slug" ON "terms" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "terms_alias_slugs" ON "terms" USING gin ("alias_slugs");--> statement-breakpoint
CREATE UNIQUE INDEX "words_key" ON "words" USING btree ("word","configuration","lexeme");--> statement-breakpoint
UPDATE "sessions" SET "transcript_versions" = "kept"."version" FROM (SELECT "session_id", max("version") AS "version" FROM "transcripts" GROUP BY "session_id") AS "kept" WHERE "kept"."session_id" = "sessions"."id";
