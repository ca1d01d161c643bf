import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type SubmitEvent, useEffect } from 'react';
import { api, queryOf } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Gate } from '../../components/gate.tsx';
import { Problem } from '../../components/notice.tsx';
import { welcomeQuery } from '../../queries.ts';
import { textOf } from '../../text/form.ts';
import { safeReturnPath } from '../../url.ts';
import { wordsFor } from './single-sign-on-words.ts';

/** Signs in and goes back to where one came from. */
export function SignInPage() {
  const { to, error } = useSearch({ from: '/sign-in' });
  const singleSignOnProblem = wordsFor(error);
  const { data: welcome } = useQuery(welcomeQuery);
  const queryClient = useQueryClient();
  const router = useRouter();
  const signIn = useMutation({
    mutationFn: api.signIn,
    onSuccess: async () => {
      queryClient.clear();
      await router.navigate({ href: safeReturnPath(to) });
    },
  });
  useEffect(() => {
    document.title = 'Sign in · Brownbag';
  }, []);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: textOf(form, 'email'), password: textOf(form, 'password') });
  };
  return (
    <Gate title="Sign in">
      <form onSubmit={onSubmit}>
        {singleSignOnProblem && signIn.isIdle && <Problem error={new Error(singleSignOnProblem)} />}
        <Field label="E-mail">
          {(attributes) => (
            <input {...attributes} name="email" type="email" autoComplete="username" required />
          )}
        </Field>
        <Field label="Password">
          {(attributes) => (
            <input {...attributes} name="password" type="password" autoComplete="current-password" required />
          )}
        </Field>
        {signIn.error && <Problem error={signIn.error} />}
        <button type="submit" className={button.primary} disabled={signIn.isPending}>
          Sign in
        </button>
      </form>
      {welcome?.singleSignOn && (
        <a className={button.button} href={`/api/auth/sign-in/sso${queryOf({ to: safeReturnPath(to) })}`}>
          Sign in with your company account
        </a>
      )}
    </Gate>
  );
}
