import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { visibilities } from '../../core/model/access.ts';
import { type MediaProbe, mediaKinds } from '../../core/model/media.ts';
import { qualities, type StoredPlan } from '../../core/model/media-plan.ts';
import {
  type Chapter,
  chapterAuthors,
  sessionStatuses,
  stageNames,
  stageStatuses,
} from '../../core/model/session.ts';
import { instant } from './columns.ts';
import { users } from './users.ts';

/** A recorded peer-learning event. `deletedAt`: in the bin since then. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    summary: text('summary'),
    /** Who wrote the summary; the tagger leaves a person's alone. */
    summaryBy: text('summary_by', { enum: ['ai', 'person'] }),
    status: text('status', { enum: sessionStatuses }).notNull().default('processing'),
    /** BCP 47 as given by a person; `null`: take what the transcript says. */
    languageGiven: text('language_given'),
    /** BCP 47, `und` while unknown. */
    language: text('language').notNull().default('und'),
    durationSeconds: doublePrecision('duration_seconds'),
    speakers: text('speakers').array().notNull().default(sql`'{}'::text[]`),
    /** By the tagger; shown until a person decides on the title. */
    titleSuggested: text('title_suggested'),
    /** A person has decided on the title since it was added: no other is suggested any more. */
    titleBy: text('title_by', { enum: ['person'] }),
    chapters: jsonb('chapters').$type<readonly Chapter[]>().notNull().default([]),
    /** Who set the chapters; a person's before the file's before the tagger's. */
    chaptersBy: text('chapters_by', { enum: chapterAuthors }),
    /** When the picture changes to another slide, in seconds and in order. */
    slideChanges: real('slide_changes').array().notNull().default(sql`'{}'::real[]`),
    visibility: text('visibility', { enum: visibilities }).notNull(),
    team: text('team'),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    recordedAt: instant('recorded_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    deletedAt: instant('deleted_at'),
    /** False for a transcript-only session. */
    hasRecording: boolean('has_recording').notNull(),
    /** A caption file came with it; `transcribe` reads it from the store. */
    hasCaptions: boolean('has_captions').notNull(),
    originalFilename: text('original_filename'),
    originalBytes: bigint('original_bytes', { mode: 'number' }),
    /** Of the recording, or of the captions where there is no recording. Hex. */
    originalSha256: text('original_sha256').notNull(),
    probe: jsonb('probe').$type<MediaProbe>(),
    plan: jsonb('plan').$type<StoredPlan>(),
    /** The number of the latest version of its transcript, also of one that is gone: none is given twice. */
    transcriptVersions: integer('transcript_versions').notNull().default(0),
  },
  (table) => [
    uniqueIndex('sessions_slug').on(table.slug),
    index('sessions_sha256').on(table.originalSha256),
    index('sessions_owner').on(table.ownerId),
    index('sessions_newest').on(sql`coalesce(${table.recordedAt}, ${table.createdAt}) desc`, table.id),
  ],
);

/** Which person a speaker's name in a session stands for. */
export const sessionSpeakers = pgTable(
  'session_speakers',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.name] }),
    index('session_speakers_user').on(table.userId),
  ],
);

/** Processing state; the queue only says that somebody should look here. */
export const sessionStages = pgTable(
  'session_stages',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    name: text('name', { enum: stageNames }).notNull(),
    status: text('status', { enum: stageStatuses }).notNull().default('waiting'),
    /** 0 to 1. */
    progress: real('progress').notNull().default(0),
    /** Runs that ended in an error. */
    attempts: integer('attempts').notNull().default(0),
    /** Runs that ended with their process. */
    crashes: integer('crashes').notNull().default(0),
    engine: text('engine'),
    /** A sentence for people: why it failed, or why it was skipped. */
    error: text('error'),
    /** The run that holds the stage; only it may write results. */
    runId: uuid('run_id'),
    heartbeatAt: instant('heartbeat_at'),
    /** Not before; `null`: at once. */
    runAfter: instant('run_after'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.name] }),
    index('session_stages_unfinished')
      .on(table.status, table.runAfter)
      .where(sql`status in ('waiting', 'running')`),
  ],
);

/** Files of a session in the store. Names carry a random part: what a name holds never changes. */
export const mediaFiles = pgTable(
  'media_files',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    fileName: text('file_name').notNull(),
    kind: text('kind', { enum: mediaKinds }).notNull(),
    contentType: text('content_type').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    /** Of a video. */
    quality: text('quality', { enum: qualities }),
    /** Pixels as shown; `null` for what has no picture. */
    width: integer('width'),
    height: integer('height'),
    /** Of a rendition, as measured. */
    durationSeconds: doublePrecision('duration_seconds'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Since then another file has its place; it stays a while for those who are playing it. */
    replacedAt: instant('replaced_at'),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.fileName] }),
    index('media_files_kind').on(table.sessionId, table.kind),
  ],
);
