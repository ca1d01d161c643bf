CREATE TABLE "collection_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"collection_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"start_seconds" double precision,
	"end_seconds" double precision,
	"note" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collection_progress" (
	"user_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"done_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "collection_progress_user_id_item_id_pk" PRIMARY KEY("user_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "collections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"visibility" text NOT NULL,
	"team" text,
	"owner_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_by_id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "findable_versions" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indexed_sessions" (
	"copy" text NOT NULL,
	"session_id" uuid NOT NULL,
	"sent_version" integer NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "indexed_sessions_copy_session_id_pk" PRIMARY KEY("copy","session_id")
);
--> statement-breakpoint
CREATE TABLE "note_versions" (
	"session_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"author_id" uuid NOT NULL,
	"text" text NOT NULL,
	"lines_added" integer NOT NULL,
	"lines_removed" integer NOT NULL,
	"restored_from" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "note_versions_session_id_version_pk" PRIMARY KEY("session_id","version")
);
--> statement-breakpoint
CREATE TABLE "dismissed_subjects" (
	"subject" text collate "C" PRIMARY KEY NOT NULL,
	"dismissed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ids" uuid[] NOT NULL,
	"query" text NOT NULL,
	"words" text collate "C" NOT NULL,
	"subject" text collate "C" NOT NULL,
	"is_plain" boolean NOT NULL,
	"filters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"session_count" integer NOT NULL,
	"moment_count" integer NOT NULL,
	"took_ms" real NOT NULL,
	"opened_session_id" uuid,
	"opened_seconds" double precision,
	"opened_at" timestamp (3) with time zone,
	"asked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "suggestion_words" (
	"word" text collate "C" PRIMARY KEY NOT NULL,
	"keys" integer[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suggestions" (
	"session_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"topic_id" uuid,
	"folded" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passage_vectors" (
	"passage_id" bigint NOT NULL,
	"space" text collate "C" NOT NULL,
	"session_id" uuid NOT NULL,
	"vector_id" bigint NOT NULL,
	"signs" bit varying NOT NULL,
	CONSTRAINT "passage_vectors_passage_id_space_pk" PRIMARY KEY("passage_id","space")
);
--> statement-breakpoint
CREATE TABLE "text_vectors" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "text_vectors_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"space" text collate "C" NOT NULL,
	"text_hash" "bytea" NOT NULL,
	"values" "bytea" NOT NULL,
	"scale" real NOT NULL,
	"signs" bit varying NOT NULL
);
--> statement-breakpoint
ALTER TABLE "collection_items" ADD CONSTRAINT "collection_items_collection_id_collections_id_fk" FOREIGN KEY ("collection_id") REFERENCES "public"."collections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_items" ADD CONSTRAINT "collection_items_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_progress" ADD CONSTRAINT "collection_progress_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_progress" ADD CONSTRAINT "collection_progress_item_id_collection_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."collection_items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collections" ADD CONSTRAINT "collections_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collections" ADD CONSTRAINT "collections_updated_by_id_users_id_fk" FOREIGN KEY ("updated_by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findable_versions" ADD CONSTRAINT "findable_versions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indexed_sessions" ADD CONSTRAINT "indexed_sessions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_versions" ADD CONSTRAINT "note_versions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_versions" ADD CONSTRAINT "note_versions_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_log" ADD CONSTRAINT "search_log_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_log" ADD CONSTRAINT "search_log_opened_session_id_sessions_id_fk" FOREIGN KEY ("opened_session_id") REFERENCES "public"."sessions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passage_vectors" ADD CONSTRAINT "passage_vectors_passage_id_passages_id_fk" FOREIGN KEY ("passage_id") REFERENCES "public"."passages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passage_vectors" ADD CONSTRAINT "passage_vectors_vector_id_text_vectors_id_fk" FOREIGN KEY ("vector_id") REFERENCES "public"."text_vectors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "collection_items_order" ON "collection_items" USING btree ("collection_id","position");--> statement-breakpoint
CREATE INDEX "collection_items_session" ON "collection_items" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "collection_progress_item" ON "collection_progress" USING btree ("item_id");--> statement-breakpoint
CREATE UNIQUE INDEX "collections_slug" ON "collections" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "indexed_sessions_session" ON "indexed_sessions" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "search_log_user" ON "search_log" USING btree ("user_id","at");--> statement-breakpoint
CREATE INDEX "search_log_at" ON "search_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "search_log_opened" ON "search_log" USING btree ("opened_session_id");--> statement-breakpoint
CREATE INDEX "search_log_phrases" ON "search_log" USING gin (array_to_tsvector(string_to_array("words", ' '))) WITH (fastupdate=false) WHERE is_plain and opened_at is not null;--> statement-breakpoint
CREATE INDEX "search_log_words" ON "search_log" USING btree ("words","user_id") WHERE is_plain and opened_at is not null;--> statement-breakpoint
CREATE INDEX "search_log_unanswered" ON "search_log" USING btree ("subject") WHERE is_plain and opened_at is null;--> statement-breakpoint
CREATE INDEX "suggestion_words_keys" ON "suggestion_words" USING gin ("keys") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "suggestions_session" ON "suggestions" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "suggestions_topic" ON "suggestions" USING btree ("topic_id");--> statement-breakpoint
CREATE INDEX "suggestions_folded" ON "suggestions" USING btree ("folded","kind","topic_id","session_id");--> statement-breakpoint
CREATE INDEX "suggestions_letter" ON "suggestions" USING btree (left("folded", 1),"session_id" DESC NULLS LAST,"kind","topic_id","folded");--> statement-breakpoint
CREATE INDEX "suggestions_words" ON "suggestions" USING gin (array_to_tsvector(string_to_array("folded", ' '))) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "passage_vectors_vector" ON "passage_vectors" USING btree ("vector_id");--> statement-breakpoint
CREATE UNIQUE INDEX "text_vectors_key" ON "text_vectors" USING btree ("space","text_hash");