import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FirstRun } from '../../../../core/api/first-run.ts';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import { hasRole } from '../../../../core/model/access.ts';
import { call, pass } from '../../api.ts';
import button from '../../components/button.module.css';
import { Notice } from '../../components/notice.tsx';
import { meQuery } from '../../queries.ts';
import styles from './first-steps.module.css';

interface FirstStepsProps {
  /** The only session there is to see, if any. */
  readonly session: SessionShort | undefined;
}

/** How to begin, as long as nobody has added anything: the sample is there from the start and does not count. */
export function FirstSteps({ session }: FirstStepsProps) {
  const { data: me } = useQuery(meQuery);
  const { data: firstRun } = useQuery({
    queryKey: ['first-run'],
    queryFn: ({ signal }) => call<FirstRun>('GET', '/api/first-run', pass(signal)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!me || !firstRun) return null;
  const { sample } = firstRun;
  if (session && session.id !== sample?.id) return null;
  if (!hasRole(me.role, 'champion'))
    return session ? null : (
      <Notice title="Nothing here yet">
        <p>As soon as somebody adds a recording, you can find what was said in it and replay that second.</p>
      </Notice>
    );
  return (
    <section className={styles.steps} aria-labelledby="first-steps">
      <h2 id="first-steps">Begin here</h2>
      <ol>
        <li>
          <h3>Add a recording</h3>
          <p>
            A video or a sound file, with captions if you have some. Minutes later every second of it is
            found.
          </p>
          <Link to="/new" className={button.primary}>
            Add a session
          </Link>
        </li>
        <li>
          <h3>Record one</h3>
          <p>Your screen, a camera or just your voice, in this browser. It is kept while you speak.</p>
          <Link to="/record" className={button.button}>
            Record
          </Link>
        </li>
        {session && (
          <li>
            <h3>Look at the sample</h3>
            <p>A short film about Brownbag: search in it, correct it, share a second of it.</p>
            <Link to="/sessions/$slug" params={{ slug: session.slug }} className={button.button}>
              Open the sample
            </Link>
          </li>
        )}
      </ol>
    </section>
  );
}
