CREATE TABLE "audit_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"action" text NOT NULL,
	"actor_id" uuid,
	"subject" text,
	"subject_id" uuid,
	"subject_name" text,
	"before" text,
	"after" text,
	"tally_key" text,
	"times" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "speech" (
	"session_id" uuid NOT NULL,
	"name" text NOT NULL,
	"folded" text NOT NULL,
	"seconds" real NOT NULL,
	CONSTRAINT "speech_session_id_name_pk" PRIMARY KEY("session_id","name")
);
--> statement-breakpoint
CREATE TABLE "topic_pins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"topic_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"start_seconds" double precision,
	"end_seconds" double precision,
	"note" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "password_links" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "about" jsonb;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_hidden" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "speech" ADD CONSTRAINT "speech_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_pins" ADD CONSTRAINT "topic_pins_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_pins" ADD CONSTRAINT "topic_pins_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_entries_tally" ON "audit_entries" USING btree ("tally_key");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_subject" ON "audit_entries" USING btree ("subject_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_action" ON "audit_entries" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "speech_folded" ON "speech" USING btree ("folded");--> statement-breakpoint
CREATE INDEX "topic_pins_order" ON "topic_pins" USING btree ("topic_id","position");--> statement-breakpoint
CREATE INDEX "topic_pins_session" ON "topic_pins" USING btree ("session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "password_links_code" ON "password_links" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "passages_heading_tsv" ON "passages" USING gin ("tsv") WITH (fastupdate=false) WHERE is_heading;--> statement-breakpoint
-- Counting a word again then stays on its page and touches no index: indexing a session takes half the database time.
ALTER TABLE "words" SET (fillfactor = 60);
