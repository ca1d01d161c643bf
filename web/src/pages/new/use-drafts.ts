import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { uploadsQuery } from '../../queries.ts';
import { type Draft, draftsOf } from './draft.ts';
import { openDraftList } from './draft-list.ts';
import { findUnfinished, uploadUrlOf } from './unfinished.ts';

/** The sessions that are being added on this page; leaving it stops them where they are. */
export function useDrafts() {
  const queryClient = useQueryClient();
  const [list] = useState(() =>
    openDraftList({
      onSettled: () => {
        void queryClient.invalidateQueries({ queryKey: ['sessions'] });
        void queryClient.invalidateQueries({ queryKey: uploadsQuery.queryKey });
      },
    }),
  );
  const drafts = useSyncExternalStore(list.subscribe, list.get);
  useEffect(() => () => list.close(), [list]);

  /** A file that was being uploaded goes on by itself; that one wants it was said earlier. */
  const add = async (files: readonly File[]) => {
    const uploads = await queryClient.fetchQuery(uploadsQuery).catch(() => null);
    const taken = list.get().flatMap(({ uploadUrl }) => uploadUrl ?? []);
    const added = draftsOf(files, newId).map((draft): Draft => {
      const found =
        draft.recording &&
        findUnfinished(uploads?.items ?? [], draft.recording, { storage: localStorage, taken });
      if (!found) return draft;
      const fields = { ...draft.fields, title: found.title ?? draft.fields.title };
      taken.push(uploadUrlOf(found));
      return { ...draft, fields, known: fields, uploadUrl: uploadUrlOf(found), state: { kind: 'waiting' } };
    });
    list.add(added);
  };
  return { drafts, list, add, isSending: drafts.some(({ state }) => unsafeKinds.has(state.kind)) };
}

/** Leaving the page now would stop something. */
const unsafeKinds: ReadonlySet<Draft['state']['kind']> = new Set(['waiting', 'sending', 'finishing']);

let lastId = 0;
const newId = (): string => `draft-${++lastId}`;
