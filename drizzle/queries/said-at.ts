import { sql } from 'drizzle-orm';
import type { Segment } from '../../core/model/transcript.ts';
import type { Queryable } from '../client.ts';
import { transcripts } from '../schema/transcripts.ts';
import { shownFirst } from './transcripts.ts';

export interface SessionSpan {
  readonly sessionId: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The segments of the shown transcripts that reach into each span, in the order of the spans. */
export async function listSegmentsIn(
  db: Queryable,
  spans: readonly SessionSpan[],
): Promise<(readonly Segment[])[]> {
  if (spans.length === 0) return [];
  const column = <T>(pick: (span: SessionSpan) => T) => sql.param(spans.map(pick));
  const { rows } = await db.execute<{ segments: readonly Segment[] | null }>(sql`
    select jsonb_path_query_array(${transcripts.segments},
      '$[*] ? (@.endSeconds > $from && @.startSeconds < $to)',
      jsonb_build_object('from', span.start_seconds, 'to', span.end_seconds)) as segments
    from unnest(
      ${column(({ sessionId }) => sessionId)}::uuid[], ${column(({ startSeconds }) => startSeconds)}::float8[],
      ${column(({ endSeconds }) => endSeconds)}::float8[]
    ) with ordinality as span (session_id, start_seconds, end_seconds, place)
    left join lateral (select ${transcripts.segments} from ${transcripts}
      where ${transcripts.sessionId} = span.session_id order by ${sql.join(shownFirst, sql`, `)} limit 1
    ) ${transcripts} on true
    order by span.place`);
  return rows.map(({ segments }) => segments ?? []);
}
