import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useId, useRef, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import { api } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { suggestQuery } from '../../queries.ts';
import styles from './topics-editor.module.css';

type Topic = Session['topicDetails'][number];

interface Change {
  readonly call: () => Promise<Session>;
  readonly said: string;
}

/** For who may change the session: what it is about. What a person says here stays, whatever a tagger finds. */
export function TopicsEditor({ session }: { readonly session: Session }) {
  const { id, topicDetails } = session;
  const change = useChange(id);
  const box = useRef<HTMLElement>(null);
  const decide = ({ slug, name }: Topic, status: 'accepted' | 'rejected') => {
    // The button that was pressed is about to go.
    box.current?.focus();
    const said = status === 'accepted' ? `${name} stays a topic of it.` : `${name} is taken off.`;
    change.mutate({ call: () => api.decideTopic(id, slug, status), said });
  };
  return (
    <section ref={box} tabIndex={-1} className={styles.editor} aria-label="Topics of this session">
      <ul>
        {topicDetails.map((topic) => (
          <li key={topic.slug}>
            <bdi className={styles.name}>{topic.name}</bdi>
            <span className={styles.by}>{topic.accepted ? '' : 'suggested'}</span>
            {!topic.accepted && (
              <button
                type="button"
                className={button.quiet}
                aria-label={`Accept topic ${topic.name}`}
                onClick={() => decide(topic, 'accepted')}
              >
                Accept
              </button>
            )}
            <button
              type="button"
              className={button.quiet}
              aria-label={`${topic.accepted ? 'Remove' : 'Reject'} topic ${topic.name}`}
              onClick={() => decide(topic, 'rejected')}
            >
              {topic.accepted ? 'Remove' : 'Reject'}
            </button>
          </li>
        ))}
      </ul>
      <AddTopic
        isBusy={change.isPending}
        onAdd={(name) => change.mutate({ call: () => api.addTopic(id, name), said: `${name} is added.` })}
      />
      <p role="status" dir="auto">
        {change.isSuccess && change.variables.said}
      </p>
      {change.error && <Problem error={change.error} />}
    </section>
  );
}

interface AddTopicProps {
  readonly isBusy: boolean;
  readonly onAdd: (name: string) => void;
}

function AddTopic({ isBusy, onAdd }: AddTopicProps) {
  const [name, setName] = useState('');
  const listId = useId();
  const { data } = useQuery({ ...suggestQuery(name.trim()), enabled: name.trim().length > 1 });
  const known = data?.items.filter(({ kind }) => kind === 'topic') ?? [];
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    onAdd(name.trim());
    setName('');
  };
  return (
    <form className={styles.add} onSubmit={onSubmit}>
      <Field label="One more topic">
        {(attributes) => (
          <input
            {...attributes}
            required
            maxLength={100}
            autoComplete="off"
            dir="auto"
            list={listId}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <datalist id={listId}>
        {known.map(({ text }) => (
          <option key={text} value={text} />
        ))}
      </datalist>
      <button type="submit" className={button.button} disabled={isBusy}>
        Add
      </button>
    </form>
  );
}

/** The answer is the session as it is then: shown at once, wherever it is. */
function useChange(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ call }: Change) => call(),
    onSuccess: (changed) => {
      queryClient.setQueriesData<Session>({ queryKey: ['session'] }, (shown) =>
        shown?.id === id ? changed : shown,
      );
      void queryClient.invalidateQueries({ queryKey: ['related', id] });
    },
  });
}
