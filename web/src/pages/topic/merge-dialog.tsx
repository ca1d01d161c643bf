import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import type { Topic, TopicShort } from '../../../../core/api/topics.ts';
import button from '../../components/button.module.css';
import dialog from '../../components/dialog.module.css';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { count } from '../../text/list.ts';
import { topicQuery, topicsApi, topicsNamedQuery } from '../../topic-queries.ts';

interface MergeDialogProps {
  readonly topic: Topic;
  readonly onClose: () => void;
}

/** Into which topic, and then what becomes of this one. */
export function MergeDialog({ topic, onClose }: MergeDialogProps) {
  const [into, setInto] = useState<TopicShort | null>(null);
  return (
    <Dialog
      title={
        <>
          Merge <bdi>“{topic.name}”</bdi> into {into === null ? 'another topic' : <bdi>“{into.name}”</bdi>}
        </>
      }
      onClose={onClose}
    >
      {(close) =>
        into === null ? (
          <Choose topic={topic} onChoose={setInto} />
        ) : (
          <Confirm topic={topic} into={into} onBack={() => setInto(null)} onMerged={close} />
        )
      }
    </Dialog>
  );
}

function Choose({
  topic,
  onChoose,
}: {
  readonly topic: Topic;
  readonly onChoose: (into: TopicShort) => void;
}) {
  const [typed, setTyped] = useState('');
  const found = useQuery(topicsNamedQuery(useDeferredValue(typed.trim())));
  const others = (found.data?.items ?? []).filter(({ slug }) => slug !== topic.slug);
  return (
    <>
      <Field label="The topic that stays">
        {(attributes) => (
          <input
            {...attributes}
            dir="auto"
            autoComplete="off"
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      {found.error && <Problem error={found.error} />}
      {found.data && others.length === 0 && <p role="status">No other topic is called so.</p>}
      <ul className={dialog.choices} aria-label="Topics">
        {others.map((other) => (
          <li key={other.slug}>
            <button type="button" onClick={() => onChoose(other)}>
              <bdi>{other.name}</bdi>
              <span>{count(other.sessionCount, 'session')}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface ConfirmProps {
  readonly topic: Topic;
  readonly into: TopicShort;
  readonly onBack: () => void;
  readonly onMerged: () => void;
}

function Confirm({ topic, into, onBack, onMerged }: ConfirmProps) {
  const consequences = useRef<HTMLUListElement>(null);
  // The button that led here is gone.
  useEffect(() => consequences.current?.focus(), []);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const merge = useMutation({
    mutationFn: () => topicsApi.merge(topic.slug, into.slug),
    onSuccess: async (merged) => {
      queryClient.setQueryData(topicQuery(merged.slug).queryKey, {
        pages: [merged],
        pageParams: [undefined],
      });
      onMerged();
      await navigate({ to: '/topics/$slug', params: { slug: merged.slug }, search: {} });
      queryClient.removeQueries({ queryKey: ['topic', topic.slug] });
      await queryClient.invalidateQueries({ queryKey: ['topics'] });
    },
  });
  const names = [into.name, topic.name].map((name) => <bdi key={name}>“{name}”</bdi>);
  return (
    <>
      <ul ref={consequences} tabIndex={-1} className={dialog.consequences}>
        <li>
          All sessions about {names[1]} are about {names[0]} from now on.
        </li>
        <li>{names[1]} stays as another name of it: links, searches and taggers that use it lead there.</li>
        <li>
          What is pinned here follows what is pinned there. Its description is kept if this one has none.
        </li>
        <li>This cannot be taken back.</li>
      </ul>
      {merge.error && <Problem error={merge.error} />}
      <p className={dialog.buttons}>
        <button
          type="button"
          className={button.primary}
          disabled={merge.isPending}
          onClick={() => merge.mutate()}
        >
          Merge
        </button>
        <button type="button" className={button.button} onClick={onBack}>
          Choose another
        </button>
      </p>
    </>
  );
}
