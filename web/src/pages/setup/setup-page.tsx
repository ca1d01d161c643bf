import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type SubmitEvent, useEffect } from 'react';
import type { Me, SetupRequest } from '../../../../core/api/people.ts';
import { ApiError, call } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Gate } from '../../components/gate.tsx';
import { Problem } from '../../components/notice.tsx';
import { welcomeQuery } from '../../queries.ts';
import { textOf } from '../../text/form.ts';

/** First run: makes the admin and signs in. */
export function SetupPage() {
  const { data: welcome } = useQuery(welcomeQuery);
  const queryClient = useQueryClient();
  const router = useRouter();
  const setUp = useMutation({
    mutationFn: (body: SetupRequest) => call<Me>('POST', '/api/setup', { body }),
    onSuccess: async () => {
      queryClient.clear();
      await router.navigate({ to: '/' });
    },
  });
  useEffect(() => {
    document.title = 'Set up · Brownbag';
  }, []);
  const fields = setUp.error instanceof ApiError ? setUp.error.fields : {};
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setUp.mutate(requestOf(new FormData(event.currentTarget)));
  };
  return (
    <Gate title="Set up Brownbag">
      <p>You are the first one here. Make the account that looks after this installation.</p>
      <form onSubmit={onSubmit}>
        {welcome?.needsSetupCode && (
          <Field label="Set-up code" hint="The start printed it where Brownbag runs." error={fields['code']}>
            {(attributes) => (
              <input {...attributes} name="code" autoComplete="off" spellCheck={false} required />
            )}
          </Field>
        )}
        <Field label="Your name" error={fields['name']}>
          {(attributes) => <input {...attributes} name="name" autoComplete="name" maxLength={100} required />}
        </Field>
        <Field label="E-mail" error={fields['email']}>
          {(attributes) => (
            <input {...attributes} name="email" type="email" autoComplete="username" required />
          )}
        </Field>
        <Field
          label="Password"
          hint="At least 12 characters. A few words do well."
          error={fields['password']}
        >
          {(attributes) => (
            <input
              {...attributes}
              name="password"
              type="password"
              autoComplete="new-password"
              minLength={12}
              required
            />
          )}
        </Field>
        {setUp.error && Object.keys(fields).length === 0 && <Problem error={setUp.error} />}
        <button type="submit" className={button.primary} disabled={setUp.isPending}>
          Set up and sign in
        </button>
      </form>
    </Gate>
  );
}

function requestOf(form: FormData): SetupRequest {
  const code = textOf(form, 'code').trim();
  return {
    name: textOf(form, 'name'),
    email: textOf(form, 'email'),
    password: textOf(form, 'password'),
    ...(code === '' ? {} : { code }),
  };
}
