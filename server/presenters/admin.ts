import type { AdminToken, AuditItem, Job, Storage } from '../../core/api/admin.ts';
import type { AdminPerson } from '../../core/api/admin-people.ts';
import type { MediaKind } from '../../core/model/media.ts';
import type { ListedToken } from '../../drizzle/queries/api-tokens.ts';
import type { ListedAuditEntry } from '../../drizzle/queries/audit.ts';
import type { ListedJob } from '../../drizzle/queries/jobs.ts';
import type { StoredAmount } from '../../drizzle/queries/storage.ts';
import type { ListedPerson } from '../../drizzle/queries/users.ts';
import { presentStage } from './session.ts';

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** A person for those who look after people. */
export function presentPerson(listed: ListedPerson): AdminPerson {
  const { id, name, email, role, team, createdAt, disabledAt, passwordHash } = listed.user;
  return {
    ...{ id, name, email, role, team },
    createdAt: createdAt.toISOString(),
    deactivatedAt: iso(disabledAt),
    lastSeenAt: iso(listed.lastSeenAt),
    hasPassword: passwordHash !== null,
    hasSingleSignOn: listed.hasSingleSignOn,
    linkExpiresAt: iso(listed.linkExpiresAt),
  };
}

/** A stage; what it says is for those who may open its session, since it may quote from it. */
export function presentJob({ stage, owner, addedAt, session }: ListedJob): Job {
  const at = stage.status === 'failed' ? stage.finishedAt : stage.startedAt;
  return {
    sessionId: stage.sessionId,
    session,
    owner,
    stage: { ...presentStage(stage), error: session ? stage.error : null },
    crashes: stage.crashes,
    since: (at ?? addedAt).toISOString(),
    notBefore: iso(stage.runAfter),
  };
}

/** Somebody's token, without what it was. */
export function presentToken({ token, owner }: ListedToken): AdminToken {
  return {
    id: token.id,
    name: token.name,
    owner: { id: owner.id, name: owner.name, active: owner.disabledAt === null },
    createdAt: token.createdAt.toISOString(),
    lastUsedAt: iso(token.lastUsedAt),
  };
}

/** What was done, by whom and to whom. */
export function presentAudit(entry: ListedAuditEntry): AuditItem {
  const { id, at, action, actorId, actorName, subject, subjectId, subjectName, subjectSlug } = entry;
  return {
    ...{ id, action, before: entry.before, after: entry.after, times: entry.times },
    at: at.toISOString(),
    actor: actorId === null ? null : { id: actorId, name: actorName ?? '' },
    subject: subject && { kind: subject, id: subjectId, name: subjectName, slug: subjectSlug },
  };
}

const classes: Readonly<Record<MediaKind, 'originals' | 'renditions' | 'captions' | 'images'>> = {
  original: 'originals',
  video: 'renditions',
  audio: 'renditions',
  captions: 'captions',
  poster: 'images',
  storyboard: 'images',
  sprite: 'images',
  waveform: 'images',
};

/** Files by what they are for. */
export function presentFiles(
  files: readonly StoredAmount[],
): Pick<Storage, 'originals' | 'renditions' | 'captions' | 'images' | 'bin'> {
  const sum = (isMeant: (file: StoredAmount) => boolean) =>
    files
      .filter(isMeant)
      .reduce((all, { count, bytes }) => ({ count: all.count + count, bytes: all.bytes + bytes }), {
        count: 0,
        bytes: 0,
      });
  const of = (name: string) => sum(({ kind }) => classes[kind] === name);
  return {
    originals: of('originals'),
    renditions: of('renditions'),
    captions: of('captions'),
    images: of('images'),
    bin: sum(({ isInBin }) => isInBin),
  };
}
