import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Topic } from '../../../../core/api/topics.ts';
import button from '../../components/button.module.css';
import dialog from '../../components/dialog.module.css';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/notice.tsx';
import { topicsApi } from '../../topic-queries.ts';

interface RemoveDialogProps {
  readonly topic: Topic;
  readonly onClose: () => void;
}

/** Asks once: nobody can take it back. */
export function RemoveDialog({ topic: { slug, name }, onClose }: RemoveDialogProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => topicsApi.remove(slug),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: ['topics'] });
      await navigate({ to: '/topics' });
      queryClient.removeQueries({ queryKey: ['topic', slug] });
    },
  });
  return (
    <Dialog
      title={
        <>
          Take <bdi>“{name}”</bdi> off all sessions?
        </>
      }
      onClose={onClose}
    >
      {(close) => (
        <>
          <p>
            Its page and pins are gone for good, and no tagger brings it back. People may give it to a session
            again. The sessions stay.
          </p>
          {remove.error && <Problem error={remove.error} />}
          <p className={dialog.buttons}>
            <button
              type="button"
              className={button.primary}
              disabled={remove.isPending}
              onClick={() => remove.mutate()}
            >
              Take it off
            </button>
            <button type="button" className={button.button} onClick={close}>
              Keep it
            </button>
          </p>
        </>
      )}
    </Dialog>
  );
}
