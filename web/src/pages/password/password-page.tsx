import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type SubmitEvent, useEffect, useState } from 'react';
import type { LinkPerson, LinkUse } from '../../../../core/api/admin-people.ts';
import type { Me } from '../../../../core/api/people.ts';
import { ApiError, call, pass } from '../../api.ts';
import button from '../../components/button.module.css';
import { Field } from '../../components/field.tsx';
import { Gate } from '../../components/gate.tsx';
import { Problem } from '../../components/notice.tsx';
import { meQuery } from '../../queries.ts';
import { textOf } from '../../text/form.ts';

/** Behind the link that an admin gave: a password of one's own, and one is in. The code stands behind the `#`. */
export function PasswordPage() {
  const [code] = useState(() => location.hash.slice(1));
  useEffect(() => {
    document.title = 'Choose a password · Brownbag';
  }, []);
  const person = useQuery({
    queryKey: ['password-link', code],
    queryFn: ({ signal }) =>
      call<LinkPerson>('POST', '/api/password-link', { body: { code }, ...pass(signal) }),
    enabled: code !== '',
    retry: false,
  });
  if (code === '' || person.error)
    return (
      <Gate title="This link does not work">
        <p>
          {person.error?.message ?? 'A part of it is missing. Copy all of it, or ask an admin for a new one.'}
        </p>
        <Link to="/sign-in" className={button.button}>
          Sign in
        </Link>
      </Gate>
    );
  return (
    <Gate title="Choose a password">
      {person.data && <ChoosePassword code={code} person={person.data} />}
    </Gate>
  );
}

function ChoosePassword({ code, person }: { readonly code: string; readonly person: LinkPerson }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const choose = useMutation({
    mutationFn: (body: LinkUse) => call<Me>('POST', '/api/password-link/use', { body }),
    onSuccess: async (me) => {
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, me);
      await router.navigate({ to: '/', replace: true });
    },
  });
  const wrong = choose.error instanceof ApiError ? choose.error.fields['password'] : undefined;
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    choose.mutate({ code, password: textOf(new FormData(event.currentTarget), 'password') });
  };
  return (
    <form onSubmit={onSubmit}>
      <p>
        For <bdi>{person.name}</bdi>. With it you sign in from now on.
      </p>
      <Field label="E-mail">
        {(attributes) => (
          <input
            {...attributes}
            name="email"
            type="email"
            autoComplete="username"
            value={person.email}
            readOnly
          />
        )}
      </Field>
      <Field label="Password" hint="At least 12 characters. A few words do well." error={wrong}>
        {(attributes) => (
          <input
            {...attributes}
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={200}
            required
          />
        )}
      </Field>
      {choose.error && wrong === undefined && <Problem error={choose.error} />}
      <button type="submit" className={button.primary} disabled={choose.isPending}>
        Set the password and sign in
      </button>
    </form>
  );
}
