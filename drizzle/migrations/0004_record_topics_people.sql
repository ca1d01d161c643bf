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
ALTER TABLE "uploads" ADD COLUMN "about" jsonb;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_hidden" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "speech" ADD CONSTRAINT "speech_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_pins" ADD CONSTRAINT "topic_pins_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_pins" ADD CONSTRAINT "topic_pins_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "speech_folded" ON "speech" USING btree ("folded");--> statement-breakpoint
CREATE INDEX "topic_pins_order" ON "topic_pins" USING btree ("topic_id","position");--> statement-breakpoint
CREATE INDEX "topic_pins_session" ON "topic_pins" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "passages_heading_tsv" ON "passages" USING gin ("tsv") WITH (fastupdate=false) WHERE is_heading;--> statement-breakpoint
-- Counting a word again then stays on its page and touches no index: indexing a session takes half the database time.
ALTER TABLE "words" SET (fillfactor = 60);
