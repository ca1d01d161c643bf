import type { TopicPin } from '../../core/api/topics.ts';
import type { CollectionSpan } from '../../core/model/collection.ts';
import { saidAt, saidWithinSeconds } from '../../core/model/said-at.ts';
import type { Database } from '../../drizzle/client.ts';
import { listSegmentsIn } from '../../drizzle/queries/said-at.ts';
import type { SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import { presentShort } from './session.ts';

/** A session or a moment of it that somebody has kept. */
export interface KeptMoment extends CollectionSpan {
  readonly id: string;
  readonly note: string;
  readonly session: SessionWithOwner;
}

type PresentedMoment = Omit<TopicPin, 'seconds'>;

/** What was kept, in its order, each with its session and the words at its start. */
export async function presentMoments<Kept extends KeptMoment>(
  db: Database,
  kept: readonly Kept[],
): Promise<{ readonly of: Kept; readonly moment: PresentedMoment }[]> {
  const sessions = new Map(kept.map(({ session }) => [session.id, session]));
  const shorts = new Map((await presentShort(db, [...sessions.values()])).map((short) => [short.id, short]));
  const spans = kept.flatMap(({ id, sessionId, startSeconds, endSeconds }) =>
    startSeconds === null
      ? []
      : [{ id, sessionId, startSeconds, endSeconds: endSeconds ?? startSeconds + saidWithinSeconds }],
  );
  const segments = await listSegmentsIn(db, spans);
  const said = new Map(
    spans.map(({ id, startSeconds }, at) => [id, saidAt(segments[at] ?? [], startSeconds)] as const),
  );
  return kept.flatMap((of) => {
    const session = shorts.get(of.sessionId);
    if (!session) return [];
    const { id, startSeconds, endSeconds, note } = of;
    const t = startSeconds === null ? '' : `?t=${Math.floor(startSeconds)}`;
    const url = `/sessions/${session.slug}${t}`;
    return [{ of, moment: { id, session, startSeconds, endSeconds, note, url, said: said.get(id) ?? null } }];
  });
}
