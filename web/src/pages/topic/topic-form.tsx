import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import type { Topic, TopicPatch } from '../../../../core/api/topics.ts';
import { ApiError } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Markdown } from '../../components/markdown.tsx';
import { Problem } from '../../components/notice.tsx';
import { textOf } from '../../text/form.ts';
import { splitNames } from '../../text/list.ts';
import { topicQuery, topicsApi } from '../../topic-queries.ts';
import styles from './topic.module.css';

const MergeDialog = lazy(() =>
  import('./merge-dialog.tsx').then((module) => ({ default: module.MergeDialog })),
);
const RemoveDialog = lazy(() =>
  import('./remove-dialog.tsx').then((module) => ({ default: module.RemoveDialog })),
);

/** Name, other names and what it is; and the ways to merge it or take it off everywhere. */
export function TopicForm({ topic }: { readonly topic: Topic }) {
  const [asking, setAsking] = useState<'merge' | 'remove' | null>(null);
  const save = useSave(topic);
  const errorOf = (field: string) =>
    save.error instanceof ApiError && Object.keys(save.error.fields).some((path) => path.startsWith(field))
      ? save.error.message
      : undefined;
  const isElsewhere = save.error && !errorOf('name') && !errorOf('aliases');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        save.mutate({
          name: textOf(form, 'name'),
          aliases: splitNames(textOf(form, 'aliases')),
          description: textOf(form, 'description'),
        });
      }}
    >
      <Field label="Name" error={errorOf('name')}>
        {(attributes) => (
          <input {...attributes} name="name" required maxLength={100} dir="auto" defaultValue={topic.name} />
        )}
      </Field>
      <Field
        label="Also called"
        hint="Names with a comma between. A topic of such a name becomes a part of this one."
        error={errorOf('aliases')}
      >
        {(attributes) => (
          <input
            {...attributes}
            name="aliases"
            dir="auto"
            autoComplete="off"
            defaultValue={topic.aliases.join(', ')}
          />
        )}
      </Field>
      <Description text={topic.description} />
      {isElsewhere && <Problem error={save.error} />}
      <div className={styles.buttons}>
        <button type="submit" className={button.button} disabled={save.isPending}>
          Save
        </button>
        <span role="status" className={styles.saved}>
          {save.isSuccess && 'Saved'}
        </span>
        <button
          type="button"
          className={`${button.quiet} ${styles.remove}`}
          onClick={() => setAsking('remove')}
        >
          Take off all sessions
        </button>
        <button type="button" className={button.button} onClick={() => setAsking('merge')}>
          Merge into another
        </button>
      </div>
      <Suspense>
        {asking === 'merge' && <MergeDialog topic={topic} onClose={() => setAsking(null)} />}
        {asking === 'remove' && <RemoveDialog topic={topic} onClose={() => setAsking(null)} />}
      </Suspense>
    </form>
  );
}

/** Markdown, with a look at what becomes of it. */
function Description({ text }: { readonly text: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [preview, setPreview] = useState<string | null>(null);
  return (
    <>
      <div hidden={preview !== null}>
        <Field label="What it is" hint="Markdown: **bold**, *emphasis*, [links](https://…), lists.">
          {(attributes) => (
            <textarea
              {...attributes}
              ref={field}
              name="description"
              rows={5}
              maxLength={20_000}
              dir="auto"
              defaultValue={text}
            />
          )}
        </Field>
      </div>
      {preview !== null && (
        <div className={styles.preview}>
          <Markdown text={preview} />
        </div>
      )}
      <p>
        <button
          type="button"
          className={button.quiet}
          aria-pressed={preview !== null}
          onClick={() => setPreview(preview === null ? (field.current?.value ?? '') : null)}
        >
          Preview
        </button>
      </p>
    </>
  );
}

/** Under another name the topic has another address, which is shown at once. */
function useSave({ slug }: Topic) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (patch: TopicPatch) => topicsApi.edit(slug, patch),
    onSuccess: async (saved) => {
      queryClient.setQueryData(topicQuery(saved.slug).queryKey, { pages: [saved], pageParams: [undefined] });
      await queryClient.invalidateQueries({ queryKey: ['topics'] });
      if (saved.slug !== slug)
        await navigate({
          to: '/topics/$slug',
          params: { slug: saved.slug },
          search: { mode: 'edit' },
          replace: true,
        });
    },
  });
}
