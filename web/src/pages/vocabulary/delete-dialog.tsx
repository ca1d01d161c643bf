import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Term } from '../../../../core/api/vocabulary.ts';
import button from '../../components/button.module.css';
import dialog from '../../components/dialog.module.css';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/notice.tsx';
import { vocabularyApi } from './vocabulary-queries.ts';

interface DeleteDialogProps {
  readonly term: Term;
  readonly onClose: () => void;
  /** What came of it, in words. */
  readonly onDeleted: (said: string) => void;
}

/** Asks once, and says what stays. */
export function DeleteDialog({ term: { id, name }, onClose, onDeleted }: DeleteDialogProps) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => vocabularyApi.remove(id),
    onSuccess: async () => {
      onClose();
      await Promise.all(
        ['vocabulary', 'topics', 'topic'].map((list) => queryClient.invalidateQueries({ queryKey: [list] })),
      );
      onDeleted(`“${name}” is deleted`);
    },
  });
  return (
    <Dialog
      title={
        <>
          Delete <bdi>“{name}”</bdi>?
        </>
      }
      onClose={onClose}
    >
      {(close) => (
        <>
          <p>Its other names and mishearings are forgotten. A topic of this name stays.</p>
          {remove.error && <Problem error={remove.error} />}
          <p className={dialog.buttons}>
            <button
              type="button"
              className={button.primary}
              disabled={remove.isPending}
              onClick={() => remove.mutate()}
            >
              Delete
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
