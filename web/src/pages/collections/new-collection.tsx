import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ApiError, api } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import styles from './collections-page.module.css';

/** A name is enough; everything else is said on its page. */
export function NewCollection({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const create = useMutation({
    mutationFn: (title: string) => api.createCollection({ title }),
    onSuccess: async ({ slug }) => {
      void queryClient.invalidateQueries({ queryKey: ['collections'] });
      await navigate({ to: '/collections/$slug', params: { slug }, search: { mode: 'edit' } });
    },
  });
  const fields = create.error instanceof ApiError ? create.error.fields : {};
  const titleError = fields['title'] && create.error ? create.error.message : undefined;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(input.current?.value ?? '');
      }}
    >
      <Field label="Title" error={titleError}>
        {(attributes) => (
          <input
            ref={input}
            name="title"
            required
            maxLength={200}
            autoComplete="off"
            dir="auto"
            {...attributes}
          />
        )}
      </Field>
      {create.error && titleError === undefined && <Problem error={create.error} />}
      <p className={styles.buttons}>
        <button type="submit" className={button.primary} disabled={create.isPending}>
          Make the collection
        </button>
        <button type="button" className={button.button} onClick={onClose}>
          Cancel
        </button>
      </p>
    </form>
  );
}
