import { z } from 'zod';
import { auditActions, auditSubjects } from '../model/audit.ts';
import { stageNames } from '../model/session.ts';
import { Instant, PageQuery } from './common.ts';
import { Stage } from './sessions.ts';

const Person = z.object({ id: z.string(), name: z.string() });

const jobStates = ['waiting', 'running', 'failed'] as const;
export const JobListQuery = PageQuery.extend({
  state: z.enum(jobStates).default('failed'),
  stage: z.enum(stageNames).optional(),
});
/** A stage that is not over, or has failed; the bin left out. */
export const Job = z
  .object({
    sessionId: z.string(),
    /** `null`: it is not for the reader to open, and its title not to know. */
    session: z.object({ slug: z.string(), title: z.string() }).nullable(),
    owner: Person,
    stage: Stage,
    /** Runs that ended with their process. */
    crashes: z.int(),
    /** Since when it is so. */
    since: Instant,
    /** A waiting one is not tried before. */
    notBefore: Instant.nullable(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;
export const JobList = z
  .object({
    items: z.array(Job),
    nextCursor: z.string().nullable(),
    counts: z.object({ waiting: z.int(), running: z.int(), failed: z.int() }),
  })
  .meta({ id: 'JobList' });
export type JobList = z.infer<typeof JobList>;
export const JobParams = z.object({ id: z.uuid(), stage: z.enum(stageNames) });
export const JobsRetried = z.object({ sessions: z.int() }).meta({ id: 'JobsRetried' });
export type JobsRetried = z.infer<typeof JobsRetried>;

export const partStates = ['ok', 'degraded', 'warning', 'failed'] as const;
/** One engine in use. */
export const Part = z
  .object({
    part: z.string(),
    engine: z.string(),
    status: z.enum(partStates),
    /** What is wrong; `null` when all is well. */
    detail: z.string().nullable(),
    /** What would do the same better, and how to get it; `null`: nothing that we know of. */
    improve: z.string().nullable(),
  })
  .meta({ id: 'Part' });
export type Part = z.infer<typeof Part>;
export const PartList = z.object({ items: z.array(Part) }).meta({ id: 'PartList' });
export type PartList = z.infer<typeof PartList>;

const Amount = z.object({ count: z.int(), bytes: z.number() });
/** Of all sessions, whoever may open them, the bin included. */
export const Storage = z
  .object({
    originals: Amount,
    renditions: Amount,
    captions: Amount,
    /** Posters, previews and waveforms. */
    images: Amount,
    /** What has arrived of recordings that are still being sent. */
    uploads: Amount,
    /** How much of the above belongs to sessions in the bin. */
    bin: Amount,
    databaseBytes: z.number(),
    /** The part of the database that search reads. */
    indexBytes: z.number(),
    /** What recordings may still take: in the store, and where uploads wait; `null`: nobody knows. */
    freeBytes: z.object({ store: z.number().nullable(), uploads: z.number() }),
  })
  .meta({ id: 'Storage' });
export type Storage = z.infer<typeof Storage>;

export const AdminToken = z
  .object({
    id: z.string(),
    name: z.string(),
    owner: Person.extend({ active: z.boolean() }),
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
  })
  .meta({ id: 'AdminToken' });
export type AdminToken = z.infer<typeof AdminToken>;
export const AdminTokenList = z
  .object({ items: z.array(AdminToken), nextCursor: z.string().nullable() })
  .meta({ id: 'AdminTokenList' });
export type AdminTokenList = z.infer<typeof AdminTokenList>;

export const AuditQuery = PageQuery.extend({
  action: z.enum(auditActions).optional(),
  /** Id of who did it, or had it done to them. */
  person: z.uuid().optional(),
});
export const AuditItem = z
  .object({
    id: z.string(),
    at: Instant,
    action: z.enum(auditActions),
    /** `null`: the command line, Brownbag itself, or somebody who is not known. */
    actor: Person.nullable(),
    subject: z
      .object({
        kind: z.enum(auditSubjects),
        /** `null`: a session that is not for the reader to open. */
        id: z.string().nullable(),
        /** `null`: not kept, or not for the reader to know. */
        name: z.string().nullable(),
        /** Of a session that the reader may open. */
        slug: z.string().nullable(),
      })
      .nullable(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    /** Within an hour, of what is counted. */
    times: z.int(),
  })
  .meta({ id: 'AuditItem' });
export type AuditItem = z.infer<typeof AuditItem>;
export const AuditList = z
  .object({ items: z.array(AuditItem), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditList' });
export type AuditList = z.infer<typeof AuditList>;
