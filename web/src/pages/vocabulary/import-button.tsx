import { useMutation, useQueryClient } from '@tanstack/react-query';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { count } from '../../text/list.ts';
import styles from './vocabulary-page.module.css';
import { vocabularyApi } from './vocabulary-queries.ts';

/** Adds and changes words by a CSV file, as the export writes it. */
export function ImportButton({ onSaid }: { readonly onSaid: (said: string) => void }) {
  const queryClient = useQueryClient();
  const { mutate, error } = useMutation({
    mutationFn: vocabularyApi.import,
    onSuccess: ({ added, changed }) => {
      onSaid(`${count(added, 'word')} added, ${changed} changed`);
      return Promise.all(
        ['vocabulary', 'topics', 'topic'].map((list) => queryClient.invalidateQueries({ queryKey: [list] })),
      );
    },
  });
  return (
    <>
      <label className={`${button.button} ${styles.file}`}>
        Import CSV
        <input
          type="file"
          accept=".csv,text/csv"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) mutate(file);
            target.value = '';
          }}
        />
      </label>
      {error && <Problem error={error} />}
    </>
  );
}
