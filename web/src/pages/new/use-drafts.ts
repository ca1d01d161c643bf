import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api.ts';
import { type Draft, type DraftFields, type DraftState, draftsOf, formOf } from './draft.ts';
import { upload } from './upload.ts';

/** The sessions that are being added on this page; they are sent one after the other. */
export function useDrafts() {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const sending = useRef(new Map<string, AbortController>());
  const queryClient = useQueryClient();
  const change = (id: string, part: (draft: Draft) => Partial<Draft>) =>
    setDrafts((all) => all.map((draft) => (draft.id === id ? { ...draft, ...part(draft) } : draft)));

  const next = drafts.some(({ state }) => state.kind === 'sending')
    ? undefined
    : drafts.find(({ state }) => state.kind === 'waiting');
  useEffect(() => {
    if (!next || sending.current.has(next.id)) return;
    const stop = new AbortController();
    sending.current.set(next.id, stop);
    const onState = (state: DraftState) => change(next.id, () => ({ state }));
    void send(next, stop.signal, onState).finally(() => {
      sending.current.delete(next.id);
      return queryClient.invalidateQueries({ queryKey: ['sessions'] });
    });
  });
  useEffect(() => {
    const running = sending.current;
    return () => {
      for (const stop of running.values()) stop.abort();
    };
  }, []);

  return {
    drafts,
    isSending: drafts.some(({ state }) => state.kind === 'sending' || state.kind === 'waiting'),
    add: (files: readonly File[]) => setDrafts((all) => [...all, ...draftsOf(files, newId)]),
    remove: (id: string) => {
      sending.current.get(id)?.abort();
      setDrafts((all) => all.filter((draft) => draft.id !== id));
    },
    edit: (id: string, fields: Partial<DraftFields>) =>
      change(id, (draft) => ({ fields: { ...draft.fields, ...fields } })),
    start: () =>
      setDrafts((all) =>
        all.map((draft) => (isReady(draft) ? { ...draft, state: { kind: 'waiting' } } : draft)),
      ),
  };
}

const isReady = ({ state }: Draft): boolean => state.kind === 'chosen' || state.kind === 'refused';
let lastId = 0;
const newId = (): string => `draft-${++lastId}`;

async function send(draft: Draft, signal: AbortSignal, onState: (state: DraftState) => void): Promise<void> {
  const startedMs = performance.now();
  const onProgress = (sentBytes: number, totalBytes: number) => {
    const seconds = Math.max(0.1, (performance.now() - startedMs) / 1000);
    onState({ kind: 'sending', sentBytes, totalBytes, bytesPerSecond: sentBytes / seconds });
  };
  onState({ kind: 'sending', sentBytes: 0, totalBytes: 0, bytesPerSecond: 0 });
  try {
    onState({ kind: 'added', created: await upload(formOf(draft), { onProgress, signal }) });
  } catch (error) {
    if (signal.aborted) return;
    onState({
      kind: 'refused',
      error: error instanceof ApiError ? error : new ApiError(0, { detail: String(error) }),
    });
  }
}
