import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef } from 'react';
import type { Token } from '../../../../core/api/people.ts';
import button from '../../components/button.module.css';
import { useCopyText } from '../../components/copy-link.tsx';
import { Field } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { formatDay, formatExactly } from '../../text/date.ts';
import { textOf } from '../../text/form.ts';
import { createToken, deleteToken, tokensQuery } from './token-calls.ts';
import styles from './tokens-page.module.css';

/** One's API tokens: make, see once, delete. */
export function TokensPage() {
  const tokens = useQuery(tokensQuery);
  const form = useRef<HTMLFormElement>(null);
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: createToken,
    onSuccess: () => {
      form.current?.reset();
      return queryClient.invalidateQueries(tokensQuery);
    },
  });
  useEffect(() => {
    document.title = 'API tokens · Brownbag';
  }, []);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate(textOf(new FormData(event.currentTarget), 'name').trim());
  };
  return (
    <div className={page.narrow}>
      <h1>API tokens</h1>
      <p className={page.lead}>
        A token lets a program act as you, with <code>Authorization: Bearer</code>. What it can do is
        described in the <a href="/docs">API pages</a>.
      </p>
      <form ref={form} onSubmit={onSubmit} className={styles.create}>
        <Field label="What is it for?">
          {(attributes) => (
            <input
              {...attributes}
              name="name"
              placeholder="Nightly import"
              autoComplete="off"
              maxLength={100}
              required
            />
          )}
        </Field>
        <button type="submit" className={button.primary} disabled={create.isPending}>
          Create token
        </button>
      </form>
      {create.error && <Problem error={create.error} />}
      <div role="status">{create.data && <Created token={create.data.token} />}</div>
      {tokens.error && <Problem error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.data?.items.length === 0 && <p className={page.lead}>You have no tokens.</p>}
      <ul className={styles.list} aria-label="Your tokens">
        {tokens.data?.items.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
    </div>
  );
}

function Created({ token }: { readonly token: string }) {
  const { said, copy } = useCopyText();
  return (
    <div className={styles.created}>
      <p>Copy it now. It is not shown again.</p>
      <code>{token}</code>
      <button type="button" className={button.button} onClick={() => void copy(token)}>
        {said ?? 'Copy token'}
      </button>
    </div>
  );
}

function TokenRow({ token }: { readonly token: Token }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteToken(token.id),
    onSuccess: () => queryClient.invalidateQueries(tokensQuery),
  });
  const used = token.lastUsedAt;
  return (
    <li>
      <div>
        <strong dir="auto">{token.name}</strong>
        <p>
          <span title={formatExactly(token.createdAt)}>Created {formatDay(token.createdAt, new Date())}</span>
          {' · '}
          {used === null ? (
            'never used'
          ) : (
            <span title={formatExactly(used)}>used {formatDay(used, new Date())}</span>
          )}
        </p>
        {remove.error && <Problem error={remove.error} />}
      </div>
      <button
        type="button"
        className={button.quiet}
        aria-label={`Delete ${token.name}`}
        disabled={remove.isPending}
        onClick={() => remove.mutate()}
      >
        Delete
      </button>
    </li>
  );
}
