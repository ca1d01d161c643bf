import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { topicSlug } from '../../../core/model/topic-slug.ts';
import { topicsApi, topicsNamedQuery } from '../topic-queries.ts';
import styles from './collect-dialog.module.css';
import type { Collectable } from './collect-dialog.tsx';
import { Problem } from './notice.tsx';

interface CollectTopicsProps {
  readonly item: Collectable;
  /** Letters of a topic's name; empty: the topics of the session. */
  readonly name: string;
  /** What came of it, in words. */
  readonly onPinned: (said: string) => void;
}

const mostTopics = 5;

/** To which topic it is pinned as a place to start. */
export function CollectTopics({ item, name, onPinned }: CollectTopicsProps) {
  const { sessionId, startSeconds, endSeconds, topics = [] } = item;
  const queryClient = useQueryClient();
  const found = useQuery({ ...topicsNamedQuery(name), enabled: name !== '' });
  const own = topics.map((topic) => ({ slug: topicSlug(topic), name: topic }));
  const choices = (name === '' ? own : (found.data?.items ?? [])).slice(0, mostTopics);
  const pin = useMutation({
    mutationFn: (topic: { readonly slug: string; readonly name: string }) =>
      topicsApi.pin(topic.slug, { sessionId, startSeconds, endSeconds, note: '' }),
    onSuccess: (_answer, topic) => {
      onPinned(`Pinned to ${topic.name}`);
      return queryClient.invalidateQueries({ queryKey: ['topic'] });
    },
  });
  if (choices.length === 0) return null;
  return (
    <>
      <h3 id="collect-topics" className={styles.group}>
        Pin to a topic, as a place to start
      </h3>
      {pin.error && <Problem error={pin.error} />}
      <ul className={styles.topics} aria-labelledby="collect-topics">
        {choices.map((topic) => (
          <li key={topic.slug}>
            <button type="button" disabled={pin.isPending} onClick={() => pin.mutate(topic)}>
              <span>
                <span className="visually-hidden">Pin to </span>
                <bdi>{topic.name}</bdi>
              </span>
              <span className={styles.count}>Topic</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
