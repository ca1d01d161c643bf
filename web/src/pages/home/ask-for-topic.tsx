import { useMutation } from '@tanstack/react-query';
import { api } from '../../api.ts';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';

/** Lets whoever found nothing say that they would like it to be shown. */
export function AskForTopic({ searchId }: { readonly searchId: string }) {
  const ask = useMutation({ mutationFn: () => api.ask(searchId) });
  return (
    <div role="status">
      {ask.isSuccess ? (
        <p>Asked. Champions see what is missing, and not who asked.</p>
      ) : (
        <button type="button" className={button.button} disabled={ask.isPending} onClick={() => ask.mutate()}>
          Ask for this topic
        </button>
      )}
      {ask.error && <Problem error={ask.error} />}
    </div>
  );
}
