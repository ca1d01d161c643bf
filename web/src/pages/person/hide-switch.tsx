import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../../core/api/people.ts';
import { Problem } from '../../components/notice.tsx';
import { peopleApi, personQuery } from '../../people-queries.ts';
import styles from './person-page.module.css';

/** On one's own page: whether there is one for others. */
export function HideSwitch({ person: { id, isHidden } }: { readonly person: Person }) {
  const queryClient = useQueryClient();
  const { queryKey } = personQuery(id);
  const hide = useMutation({
    mutationFn: (wanted: boolean) => peopleApi.hide(id, wanted),
    onSuccess: (saved) => {
      queryClient.setQueryData(queryKey, (shown) => {
        const [first, ...others] = shown?.pages ?? [];
        return shown && first
          ? { ...shown, pages: [{ ...first, isHidden: saved.isHidden }, ...others] }
          : shown;
      });
      for (const list of ['speakers', 'topic', 'session', 'suggest'])
        void queryClient.invalidateQueries({ queryKey: [list] });
    },
  });
  const shown = hide.isPending ? hide.variables : isHidden;
  return (
    <section className={styles.own} aria-label="Who sees this page">
      <label>
        <input type="checkbox" checked={shown} onChange={(event) => hide.mutate(event.target.checked)} />
        Hide me from people
      </label>
      <p role="status">
        {isHidden
          ? 'You alone see this page. Nobody finds you in People or among those who explain a topic. Sessions still name you as a speaker.'
          : 'Others find you here by what you speak about. Nobody sees what you watch.'}
      </p>
      {hide.error && <Problem error={hide.error} />}
    </section>
  );
}
