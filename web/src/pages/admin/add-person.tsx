import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef } from 'react';
import type { PasswordLink } from '../../../../core/api/admin-people.ts';
import { ApiError } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { textOf } from '../../text/form.ts';
import styles from './admin.module.css';
import { adminApi } from './admin-calls.ts';
import { RoleField, roleOf, TeamField } from './person-form.tsx';

interface AddPersonProps {
  readonly onAdded: (link: PasswordLink) => void;
  readonly onClose: () => void;
}

/** Who it is and what they may do; the password is theirs to choose. */
export function AddPerson({ onAdded, onClose }: AddPersonProps) {
  const queryClient = useQueryClient();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const add = useMutation({
    mutationFn: adminApi.addPerson,
    onSuccess: (link) => {
      void queryClient.invalidateQueries({ queryKey: ['admin', 'people'] });
      onAdded(link);
    },
  });
  const fields = add.error instanceof ApiError ? add.error.fields : {};
  const emailError = fields['email'] === undefined ? undefined : add.error?.message;
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, email, team] = ['name', 'email', 'team'].map((field) => textOf(form, field));
    add.mutate({ name: name ?? '', email: (email ?? '').trim(), team: team ?? '', role: roleOf(form) });
  };
  return (
    <form className={`${styles.form} ${styles.panel}`} onSubmit={onSubmit} aria-label="Add a person">
      <Field label="Name">
        {(attributes) => (
          <input
            ref={first}
            {...attributes}
            name="name"
            required
            maxLength={100}
            autoComplete="off"
            dir="auto"
          />
        )}
      </Field>
      <Field label="E-mail" error={emailError}>
        {(attributes) => (
          <input {...attributes} name="email" type="email" required maxLength={254} autoComplete="off" />
        )}
      </Field>
      <TeamField team="" />
      <RoleField chosen="member" />
      {add.error && emailError === undefined && <Problem error={add.error} />}
      <p className={styles.buttons}>
        <button type="submit" className={button.primary} disabled={add.isPending}>
          Add and make a link
        </button>
        <button type="button" className={button.button} onClick={onClose}>
          Cancel
        </button>
      </p>
    </form>
  );
}
