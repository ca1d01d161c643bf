import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TopicPin } from '../../../../core/api/topics.ts';
import { Cover } from '../../components/cover.tsx';
import { MomentAbout } from '../../components/moment-about.tsx';
import styles from './topic.module.css';

/** A place to start: the session, where in it, what is said there and why a curator says so. A click plays it. */
export function PinRow({ pin }: { readonly pin: TopicPin }) {
  const { session } = pin;
  return (
    <li className={styles.pin}>
      <PlayLink pin={pin} isHidden>
        <Cover session={session} poster={session.poster} />
      </PlayLink>
      <div className={styles.what}>
        <h3>
          <PlayLink pin={pin}>
            <bdi>{session.title}</bdi>
          </PlayLink>
        </h3>
        <MomentAbout moment={pin} />
      </div>
    </li>
  );
}

interface PlayLinkProps {
  readonly pin: TopicPin;
  readonly isHidden?: boolean;
  readonly children: ReactNode;
}

/** Addresses name tenths of a second, rounded down. */
function PlayLink({ pin: { session, startSeconds }, isHidden = false, children }: PlayLinkProps) {
  const t = startSeconds === null ? undefined : Math.floor(startSeconds * 10) / 10;
  return (
    <Link
      to="/sessions/$slug"
      params={{ slug: session.slug }}
      search={{ t }}
      state={{ play: true }}
      {...(isHidden ? { tabIndex: -1, 'aria-hidden': true } : {})}
    >
      {children}
    </Link>
  );
}
