import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { SearchResponse } from '../../../../core/api/search.ts';
import button from '../../components/button.module.css';
import { Notice } from '../../components/notice.tsx';
import { type SearchState, suggestQuery } from '../../queries.ts';
import { count } from '../../text/list.ts';
import { AskForTopic } from './ask-for-topic.tsx';
import { activeFilters } from './filters.ts';
import { wayOutQuery } from './moment-queries.ts';
import styles from './no-results.module.css';
import { excludedWords, narrowedTo, nearestName, soughtWords, type WayOut, waysOut } from './ways-out.ts';

interface NoResultsProps {
  readonly answer: SearchResponse;
  readonly search: SearchState;
}

/** Nothing found: what was understood, and the ways on. */
export function NoResults({ answer, search }: NoResultsProps) {
  const q = search.q ?? '';
  const hasFilters = activeFilters(search).length > 0;
  const ways = waysOut(search);
  const words = soughtWords(q);
  const title = words.length > 0 ? `Nobody said “${words.map(bare).join(' ')}”` : 'No session fits';
  return (
    <Notice title={`${title}${words.length > 0 && hasFilters ? ' here' : ''}`}>
      <Understood search={search} />
      {ways.length > 0 ? (
        <WaysOut ways={ways} />
      ) : (
        <p>
          Fewer or other words may find it: search looks for what was said, so try the words a speaker would
          use. Or <Link to="/">look at the newest sessions</Link>.
        </p>
      )}
      {words.length > 0 && <Near typed={words.map(bare).join(' ')} />}
      {words.length > 0 && !hasFilters && answer.searchId !== null && (
        <AskForTopic key={q} searchId={answer.searchId} />
      )}
    </Notice>
  );
}

const bare = (word: string): string => word.replace(/[“”]/g, '');

/** The search as it was read: words, what was ruled out, filters. */
function Understood({ search }: { readonly search: SearchState }) {
  const q = search.q ?? '';
  const parts = [
    { name: 'Looked for', chips: soughtWords(q) },
    { name: 'but not for', chips: excludedWords(q) },
    { name: 'within', chips: activeFilters(search).map(({ label }) => label) },
  ].filter(({ chips }) => chips.length > 0);
  return (
    <p className={styles.understood}>
      {parts.map(({ name, chips }) => (
        <span key={name}>
          {name}{' '}
          {chips.map((chip) => (
            <span key={chip} dir="auto" className={styles.chip}>
              {chip}
            </span>
          ))}
        </span>
      ))}
    </p>
  );
}

/** Each wider search with what it finds, and the names that may have been meant. */
function WaysOut({ ways }: { readonly ways: readonly WayOut[] }) {
  const answers = useQueries({ queries: ways.map((way) => wayOutQuery(way.search)) });
  const tried = ways.map((way, at) => ({ way, answer: answers[at]?.data }));
  const spelled = tried.flatMap(({ answer }) => answer?.corrections ?? []);
  // Where two filters are in the way, only the widest search tells what is called how.
  const widest = tried.at(-1);
  const meant = tried.flatMap(({ way, answer }) => {
    return nameMeant(way.name, { way, answer }) ?? nameMeant(way.name, widest) ?? [];
  });
  return (
    <>
      {spelled[0] && (
        <p>
          Words are read as they are spelt here: {spelled[0].from} as <strong>{spelled[0].to}</strong>.
        </p>
      )}
      <p>Wider searches:</p>
      <ul className={styles.ways} aria-busy={answers.some(({ isPending }) => isPending)}>
        {tried.map(({ way, answer }) => (
          <li key={way.label}>
            <Link to="/" search={way.search} replace className={button.button} data-way>
              <bdi>{way.label}</bdi>
              <span className={styles.count}>{answer ? countOf(answer) : '…'}</span>
            </Link>
          </li>
        ))}
      </ul>
      {meant.length > 0 && (
        <>
          <p>Or did you mean:</p>
          <ul className={styles.ways}>
            {meant.map(({ name, search, sessions }) => (
              <li key={name}>
                <Link to="/" search={search} replace className={button.button}>
                  <bdi>{name}</bdi>
                  <span className={styles.count}>{count(sessions, 'session')}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const countOf = ({ total, totalIsCapped }: SearchResponse): string =>
  total === 0 ? 'nothing' : `${totalIsCapped ? 'at least ' : ''}${count(total, 'session')}`;

const facetOf = { topic: 'topics', speaker: 'speakers', collection: 'collections' } as const;

interface Tried {
  readonly way: WayOut;
  readonly answer: SearchResponse | undefined;
}

/** A name near the one that was left out, among those that a wider search finds. */
function nameMeant(left: WayOut['name'], tried: Tried | undefined) {
  if (!left || !tried?.answer) return undefined;
  const { facet, value } = left;
  const values = tried.answer.facets[facetOf[facet]];
  const name = nearestName(
    value,
    values.map((one) => one.value),
  );
  const found = values.find((one) => one.value === name);
  if (!found || found.value === value) return undefined;
  return { name: found.value, search: narrowedTo(tried.way, facet, found.value), sessions: found.count };
}

/** Topics, sessions and speakers that are called nearly so. */
function Near({ typed }: { readonly typed: string }) {
  const router = useRouter();
  const { data } = useQuery(suggestQuery(typed));
  const items = data?.items.filter(({ kind }) => kind !== 'phrase').slice(0, 4) ?? [];
  if (items.length === 0) return null;
  return (
    <>
      <p>What is called nearly so:</p>
      <ul className={styles.ways}>
        {items.map(({ text, kind, url }) => (
          <li key={url}>
            <a
              href={url}
              className={button.button}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                router.history.push(url);
              }}
            >
              <bdi>{text}</bdi>
              <span className={styles.count}>{kind}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
