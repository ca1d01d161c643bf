import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Collection, CollectionPatch } from '../../../../core/api/collections.ts';
import { visibilities } from '../../../../core/model/access.ts';
import { ApiError, api } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { collectionQuery } from '../../queries.ts';
import styles from './collection.module.css';

const visibilityWords = {
  organisation: 'Everyone here',
  team: 'The team',
  private: 'Only who made it',
} as const;

/** Title, description and who sees it; and the way to delete it. */
export function AboutForm({ collection }: { readonly collection: Collection }) {
  const { slug } = collection;
  const queryClient = useQueryClient();
  const { queryKey } = collectionQuery(slug);
  const save = useMutation({
    mutationFn: (patch: CollectionPatch) =>
      api.editCollection(slug, patch, queryClient.getQueryData(queryKey)?.version ?? 0),
    onSuccess: (saved) => {
      queryClient.setQueryData(queryKey, saved);
      return queryClient.invalidateQueries({ queryKey: ['collections'] });
    },
    onError: (error) =>
      error instanceof ApiError && error.status === 412
        ? queryClient.invalidateQueries({ queryKey })
        : undefined,
  });
  const titleError =
    save.error instanceof ApiError && save.error.fields['title'] ? save.error.message : undefined;
  const onSubmit = (fields: FormData) => {
    const visibility = visibilities.find((one) => one === fields.get('visibility'));
    save.mutate({
      title: String(fields.get('title')),
      description: String(fields.get('description')),
      ...(visibility === undefined || visibility === collection.visibility ? {} : { visibility }),
    });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(new FormData(event.currentTarget));
      }}
    >
      <Field label="Title" error={titleError}>
        {(attributes) => (
          <input
            name="title"
            required
            maxLength={200}
            defaultValue={collection.title}
            dir="auto"
            {...attributes}
          />
        )}
      </Field>
      <Field label="Description" hint="Markdown: **bold**, *emphasis*, [links](https://…), lists.">
        {(attributes) => (
          <textarea
            name="description"
            rows={3}
            maxLength={20_000}
            defaultValue={collection.description}
            dir="auto"
            {...attributes}
          />
        )}
      </Field>
      <Field label="Seen by">
        {(attributes) => (
          <select name="visibility" defaultValue={collection.visibility} {...attributes}>
            {visibilities.map((visibility) => (
              <option key={visibility} value={visibility}>
                {visibilityWords[visibility]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {save.error && titleError === undefined && <Problem error={save.error} />}
      <div className={styles.buttons}>
        <button type="submit" className={button.button} disabled={save.isPending}>
          Save
        </button>
        <span role="status" className={styles.saved}>
          {save.isSuccess && 'Saved'}
        </span>
        <DeleteButton collection={collection} />
      </div>
    </form>
  );
}

/** Asks once: a collection has no bin. */
function DeleteButton({ collection: { slug, title } }: { readonly collection: Collection }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.deleteCollection(slug),
    onSuccess: async () => {
      // The lists in memory have it still: the page that comes next asks for a new one.
      queryClient.removeQueries({ queryKey: ['collections'] });
      await navigate({ to: '/collections' });
      queryClient.removeQueries({ queryKey: collectionQuery(slug).queryKey });
    },
  });
  return (
    <>
      <button
        type="button"
        className={`${button.quiet} ${styles.delete}`}
        onClick={() => {
          setIsAsking(true);
          dialog.current?.showModal();
        }}
      >
        Delete the collection
      </button>
      <dialog
        ref={dialog}
        className={styles.ask}
        aria-labelledby="delete-title"
        onClose={() => setIsAsking(false)}
      >
        {isAsking && (
          <>
            <h2 id="delete-title">
              Delete <bdi>“{title}”</bdi>?
            </h2>
            <p>Its order and notes are gone for good. The sessions stay.</p>
            {remove.error && <Problem error={remove.error} />}
            <p className={styles.buttons}>
              <button
                type="button"
                className={button.primary}
                disabled={remove.isPending}
                onClick={() => remove.mutate()}
              >
                Delete
              </button>
              <button type="button" className={button.button} onClick={() => dialog.current?.close()}>
                Keep it
              </button>
            </p>
          </>
        )}
      </dialog>
    </>
  );
}
