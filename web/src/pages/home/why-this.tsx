import { useQuery } from '@tanstack/react-query';
import type { Moment } from '../../../../core/api/search.ts';
import { Problem } from '../../components/notice.tsx';
import { explainInWords } from './explain-in-words.ts';
import { explainedQuery, type Place } from './moment-queries.ts';
import styles from './why-this.module.css';

interface WhyThisProps {
  readonly sessionId: string;
  readonly moment: Moment;
  readonly place: Place;
}

/** For curators: why the moment was found, and what puts it where it stands. */
export function WhyThis({ sessionId, moment, place }: WhyThisProps) {
  const answer = useQuery({ ...explainedQuery(place), enabled: moment.by !== 'meaning' });
  const found = answer.data?.hits
    .find(({ session }) => session.id === sessionId)
    ?.moments.find(({ startSeconds }) => startSeconds === moment.startSeconds);
  const explanation = found?.explanation;
  return (
    <div role="status" className={styles.why}>
      {answer.error && <Problem error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isFetching && <p>Asking again with reasons</p>}
      {explanation && (
        <ul>
          {explainInWords(explanation).map((reason) => (
            <li key={reason} dir="auto">
              {reason}
            </li>
          ))}
        </ul>
      )}
      {moment.by === 'meaning' && <p>It means what was asked for, in other words. No word of it matches.</p>}
      {answer.isSuccess && !explanation && <p>The search engine in use does not tell why for this moment.</p>}
    </div>
  );
}
