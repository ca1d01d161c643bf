import { formatDay, formatExactly } from '../../../text/date.ts';

/** A day as people say it, exact on hover. */
export function When({ instant }: { readonly instant: string }) {
  return (
    <time dateTime={instant} title={formatExactly(instant)}>
      {formatDay(instant, new Date())}
    </time>
  );
}
