import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AdminToken } from '../../../../core/api/admin.ts';
import button from '../../components/button.module.css';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import styles from './admin.module.css';
import { adminApi, adminTokensQuery } from './admin-calls.ts';
import { PagedList, useSaid, When } from './parts.tsx';

/** The API tokens of everybody. */
export function TokensView() {
  const tokens = useInfiniteQuery(adminTokensQuery);
  const items = tokens.data?.pages.flatMap((page) => page.items) ?? [];
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<AdminToken | null>(null);
  const { status, say } = useSaid();
  const revoke = useMutation({
    mutationFn: ({ id }: AdminToken) => adminApi.revokeToken(id),
    onSuccess: async (_answer, { name }) => {
      setAsked(null);
      await queryClient.invalidateQueries({ queryKey: ['admin', 'tokens'] });
      say(`“${name}” is revoked.`);
    },
  });
  return (
    <>
      <p className={styles.lead}>
        With a token a program acts as the person who made it. Each may be revoked here.
      </p>
      {status}
      <PagedList
        query={tokens}
        label="API tokens"
        empty={
          <Notice title="Nobody has a token">
            <p>Whoever wants a program to act for them makes one in the menu, at “API tokens”.</p>
          </Notice>
        }
      >
        {items.map((token) => (
          <li key={token.id} className={styles.row}>
            <div className={styles.what}>
              <p className={styles.title}>
                <bdi>{token.name}</bdi>
              </p>
              <p>
                <bdi>{token.owner.name}</bdi>
                {!token.owner.active && ' (deactivated)'} · made <When at={token.createdAt} /> ·{' '}
                {token.lastUsedAt === null ? (
                  'never used'
                ) : (
                  <>
                    last used <When at={token.lastUsedAt} />
                  </>
                )}
              </p>
            </div>
            <div className={styles.actions}>
              <button
                type="button"
                className={button.quiet}
                aria-label={`Revoke ${token.name} of ${token.owner.name}`}
                onClick={() => setAsked(token)}
              >
                Revoke
              </button>
            </div>
          </li>
        ))}
      </PagedList>
      {asked && (
        <ConfirmDialog
          title={`Revoke “${asked.name}”?`}
          action="Revoke"
          isPending={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(asked)}
          onClose={() => setAsked(null)}
        >
          <p>
            Programs that use it are refused from the next request on. It cannot be undone; {asked.owner.name}{' '}
            can make a new one.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
