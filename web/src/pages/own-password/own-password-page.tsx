import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { Me, PasswordChange } from '../../../../core/api/people.ts';
import { ApiError, call } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { meQuery } from '../../queries.ts';
import { textOf } from '../../text/form.ts';
import styles from './own-password-page.module.css';

/** Change the password one signs in with. */
export function OwnPasswordPage() {
  const { data: me } = useQuery(meQuery);
  useEffect(() => {
    document.title = 'Your password · Brownbag';
  }, []);
  return (
    <div className={page.narrow}>
      <h1>Your password</h1>
      {me?.hasPassword === true && <ChangePassword me={me} />}
      {me?.hasPassword === false && (
        <p className={page.lead}>
          You have no password here. You sign in with your company account, and change its password there.
        </p>
      )}
    </div>
  );
}

function ChangePassword({ me }: { readonly me: Me }) {
  const form = useRef<HTMLFormElement>(null);
  const [isShown, setIsShown] = useState(false);
  const change = useMutation({
    mutationFn: (body: PasswordChange) => call<unknown>('PUT', '/api/me/password', { body }),
    onSuccess: () => {
      form.current?.reset();
      setIsShown(false);
    },
  });
  const { error, isPending, isSuccess } = change;
  const fields = error instanceof ApiError ? error.fields : {};
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const body = { currentPassword: textOf(given, 'currentPassword'), password: textOf(given, 'password') };
    if (!isPending) change.mutate(body);
  };
  const common = { type: isShown ? 'text' : 'password', maxLength: 200, spellCheck: false, required: true };
  return (
    <>
      <p className={page.lead}>
        Wherever else you are signed in, you are asked for the new one. Your API tokens go on working.
      </p>
      <form ref={form} onSubmit={onSubmit} className={styles.form}>
        <input type="email" autoComplete="username" value={me.email} readOnly hidden />
        <Field label="Present password" error={fields['currentPassword']}>
          {(attributes) => (
            <input {...attributes} {...common} name="currentPassword" autoComplete="current-password" />
          )}
        </Field>
        <Field
          label="New password"
          hint="At least 12 characters. A few words do well."
          error={fields['password']}
        >
          {(attributes) => (
            <input {...attributes} {...common} name="password" autoComplete="new-password" minLength={12} />
          )}
        </Field>
        <label className={styles.show}>
          <input type="checkbox" checked={isShown} onChange={() => setIsShown(!isShown)} />
          Show what I type
        </label>
        {error && Object.keys(fields).length === 0 && <Problem error={error} />}
        <button type="submit" className={button.primary}>
          Change password
        </button>
        <p role="status">{isSuccess && 'Your password is changed.'}</p>
      </form>
    </>
  );
}
