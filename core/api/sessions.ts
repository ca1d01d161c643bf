import { z } from 'zod';
import { visibilities } from '../model/access.ts';
import { longestChapterTitle, mostChapters } from '../model/chapters.ts';
import { qualities } from '../model/media-plan.ts';
import { chapterAuthors, sessionStatuses, stageNames, stageStatuses } from '../model/session.ts';
import { transcriptGrades } from '../model/transcript.ts';
import { Instant, PageQuery } from './common.ts';

const Name = z.string().trim().min(1).max(100);
/** BCP 47, as `en` or `pt-BR`. */
export const Language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language is a code such as "en" or "pt-BR".');

export const Stage = z
  .object({
    name: z.enum(stageNames),
    status: z.enum(stageStatuses),
    /** 0 to 1. */
    progress: z.number(),
    attempts: z.int(),
    engine: z.string().nullable(),
    /** A sentence: why it failed, or why it was skipped. */
    error: z.string().nullable(),
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'Stage' });
export type Stage = z.infer<typeof Stage>;

const Person = z.object({ id: z.string(), name: z.string() });

/** What lists and search results show of a session. */
export const SessionShort = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    status: z.enum(sessionStatuses),
    durationSeconds: z.number().nullable(),
    language: z.string(),
    speakers: z.array(z.string()),
    topics: z.array(z.string()),
    visibility: z.enum(visibilities),
    owner: Person,
    recordedAt: Instant.nullable(),
    createdAt: Instant,
    /** In the bin since then; for good 30 days later. */
    deletedAt: Instant.nullable(),
    /** Path below `/media/`. */
    poster: z.string().nullable(),
    /** How far its text can be trusted, `edited`: people answer for most of it; `null`: there is none. */
    transcriptGrade: z.enum([...transcriptGrades, 'edited']).nullable(),
    hasRecording: z.boolean(),
  })
  .meta({ id: 'SessionShort' });
export type SessionShort = z.infer<typeof SessionShort>;

/** In the bin, for who may restore it. */
export const BinnedSession = SessionShort.extend({
  /** `null`: the command line, or somebody who is not known any more. */
  binnedBy: Person.nullable(),
}).meta({ id: 'BinnedSession' });
export type BinnedSession = z.infer<typeof BinnedSession>;

/** A file to play. */
const Rendition = z
  .object({
    /** Path below `/media/`. */
    path: z.string(),
    kind: z.enum(['video', 'audio']),
    /**
     * `original`: the picture as recorded; `standard`: at most 720p, for every device and slow lines; `high`: at most
     * 1080p, where the original does not play in every browser; `null`: sound alone.
     */
    quality: z.enum(qualities).nullable(),
    contentType: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    /** As measured; `null` for what the first release made. */
    durationSeconds: z.number().nullable(),
    bytes: z.number(),
  })
  .meta({ id: 'Rendition' });
export type Rendition = z.infer<typeof Rendition>;

const Chapter = z.object({ startSeconds: z.number(), title: z.string() });

export const Session = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    /** A better title, by the tagger; `null` where there is none, or a person has decided on the title. */
    titleSuggested: z.string().nullable(),
    description: z.string(),
    summary: z.string().nullable(),
    /** Who wrote the summary. */
    summaryBy: z.enum(['ai', 'person']).nullable(),
    status: z.enum(sessionStatuses),
    stages: z.array(Stage),
    durationSeconds: z.number().nullable(),
    language: z.string(),
    speakers: z.array(z.string()),
    /** Those of the speakers who stand for a person here. */
    speakerPeople: z.array(z.object({ name: z.string(), personId: z.string(), personName: z.string() })),
    /** Those who have a page (`/people/<id>`): linked, or called as nobody else here is. */
    speakerPages: z.array(z.object({ name: z.string(), personId: z.string() })),
    topics: z.array(z.string()),
    /** The same, with who brought it up (`ai`: the tagger), whether a person says so too, how sure the first was, and the seconds where it is talked about. */
    topicDetails: z.array(
      z.object({
        name: z.string(),
        slug: z.string(),
        origin: z.enum(['ai', 'person']),
        accepted: z.boolean(),
        confidence: z.number(),
        seconds: z.array(z.number()),
      }),
    ),
    chapters: z.array(Chapter),
    /** Who set the chapters, `file`: the recording came with them; `null` while nobody has. What a person set stays. */
    chaptersBy: z.enum(chapterAuthors).nullable(),
    visibility: z.enum(visibilities),
    owner: Person,
    recordedAt: Instant.nullable(),
    createdAt: Instant,
    deletedAt: Instant.nullable(),
    /** Whether the one who asks may change it. */
    canEdit: z.boolean(),
    original: z
      .object({
        filename: z.string().nullable(),
        bytes: z.number().nullable(),
        sha256: z.string(),
        container: z.string().nullable(),
        videoCodec: z.string().nullable(),
        audioCodec: z.string().nullable(),
        /** Pixels as shown: upright and square. */
        width: z.int().nullable(),
        height: z.int().nullable(),
        durationSeconds: z.number().nullable(),
        /** What was made of it and why, in sentences. */
        plan: z.array(z.string()),
      })
      .nullable(),
    /** Paths below `/media/`, `null` where there is none. */
    media: z.object({
      /** The best one for every device. */
      video: z.string().nullable(),
      audio: z.string().nullable(),
      poster: z.string().nullable(),
      /** WebVTT whose cues name parts of an image beside it (`#xywh=`). */
      storyboard: z.string().nullable(),
      /** JSON of BBC audiowaveform, version 2. */
      waveform: z.string().nullable(),
      captions: z.string().nullable(),
      /** All there is to play: videos before sound alone, the best for every device first. */
      renditions: z.array(Rendition),
    }),
    transcript: z
      .object({
        engine: z.string(),
        /** Of the text that is shown; its ETag for `If-Match`, in quotes. */
        version: z.int(),
        /** In words for readers, such as "Rough automatic transcript: good for finding, not for quoting". */
        quality: z.string(),
        /** Whether people have changed anything in it. */
        edited: z.boolean(),
        words: z.int(),
        /** Mean over the words of which the engine says how sure it is, 0 to 1. */
        confidence: z.number().nullable(),
        /** The share of words that people answer for, 0 to 1. */
        correctedShare: z.number(),
      })
      .nullable(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** The text fields of `POST /api/sessions`, each beside the files in the form. */
export const SessionFields = z.object({
  title: z.string().trim().min(1).max(300).optional(),
  description: z.string().max(20_000).default(''),
  recordedAt: Instant.optional(),
  speakers: z.array(Name).max(50).default([]),
  topics: z.array(Name).max(50).default([]),
  visibility: z.enum(visibilities).default('organisation'),
  language: Language.optional(),
});
export type SessionFields = z.infer<typeof SessionFields>;

export const SessionCreated = z
  .object({ id: z.string(), slug: z.string(), status: z.enum(sessionStatuses), url: z.string() })
  .meta({ id: 'SessionCreated' });
export type SessionCreated = z.infer<typeof SessionCreated>;

export const SessionListQuery = PageQuery.extend({
  /** `mine`: what the one who asks added. `bin`: what they may restore. */
  show: z.enum(['all', 'mine', 'bin']).default('all'),
  status: z.enum(sessionStatuses).optional(),
});
export const SessionList = z.object({ items: z.array(SessionShort), nextCursor: z.string().nullable() });
export type SessionList = z.infer<typeof SessionList>;

/** At most a handful, the nearest first. */
export const RelatedSessions = z.object({ items: z.array(SessionShort) });
export type RelatedSessions = z.infer<typeof RelatedSessions>;

/** Titled stretches, in any order. */
export const Chapters = z
  .array(
    z.object({ startSeconds: z.number().min(0), title: z.string().trim().min(1).max(longestChapterTitle) }),
  )
  .max(mostChapters);

export const SessionPatch = z
  .object({
    title: z.string().trim().min(1).max(300),
    description: z.string().max(20_000),
    summary: z.string().max(5_000).nullable(),
    recordedAt: Instant.nullable(),
    speakers: z.array(Name).max(50),
    topics: z.array(Name).max(50),
    /** Titled stretches in any order; instead of the tagger's, for ever. */
    chapters: Chapters,
    visibility: z.enum(visibilities),
    /** `null`: what is heard, as far as that is known. */
    language: Language.nullable(),
  })
  .partial()
  .strict();
export type SessionPatch = z.infer<typeof SessionPatch>;

export const ReprocessRequest = z
  .object({ stages: z.array(z.enum(stageNames)).min(1).optional() })
  .default({});
