import { ApiError } from '../../api.ts';
import { type Draft, type DraftFields, isWorthAnotherTry } from './draft.ts';
import { type SendingDraft, saveFields, sendDraft } from './send-draft.ts';
import { discardUpload } from './send-recording.ts';
import { forgetFile } from './unfinished.ts';

/** The sessions that are being added on the page, sent one after the other. */
export interface DraftList {
  readonly get: () => readonly Draft[];
  readonly subscribe: (onChange: () => void) => () => void;
  add(drafts: readonly Draft[]): void;
  edit(id: string, fields: Partial<DraftFields>): void;
  /** Sends everything that is chosen or was refused. */
  start(): void;
  /** What has arrived stays; `resume` sends the rest, at once. */
  pause(id: string): void;
  resume(id: string): void;
  /** Sends what was typed after the session was there. Throws ApiError. */
  save(id: string): Promise<void>;
  /** Takes it off the page and deletes what has arrived. */
  discard(id: string): Promise<void>;
  /** Stops everything, so that it can go on later. */
  close(): void;
}

/** `onSettled` is called whenever an upload has ended, one way or the other. */
export function openDraftList({ onSettled }: { readonly onSettled: () => void }): DraftList {
  let drafts: readonly Draft[] = [];
  const listeners = new Set<() => void>();
  const running = new Map<string, AbortController>();

  const find = (id: string) => drafts.find((draft) => draft.id === id);
  const set = (changed: readonly Draft[]) => {
    drafts = changed;
    for (const listener of listeners) listener();
  };
  const change = (id: string, part: Partial<Draft>) =>
    set(drafts.map((draft) => (draft.id === id ? { ...draft, ...part } : draft)));
  const sendingOf = (draft: Draft): Omit<SendingDraft, 'signal'> => ({
    get: () => find(draft.id) ?? draft,
    change: (part) => change(draft.id, part),
  });
  const stop = (id: string) => {
    running.get(id)?.abort();
    running.delete(id);
  };

  const refuse = (id: string, error: ApiError) => {
    const uploadUrl = find(id)?.uploadUrl ?? null;
    const isKept = isWorthAnotherTry(error);
    if (uploadUrl !== null && !isKept) forgetFile(localStorage, uploadUrl);
    change(id, { state: { kind: 'refused', error }, uploadUrl: isKept ? uploadUrl : null });
  };

  const send = async (draft: Draft) => {
    const abort = new AbortController();
    running.set(draft.id, abort);
    try {
      await sendDraft({ ...sendingOf(draft), signal: abort.signal });
    } catch (error) {
      if (abort.signal.aborted) return;
      refuse(draft.id, toApiError(error));
    }
    running.delete(draft.id);
    onSettled();
    sendNext();
  };
  const sendNext = () => {
    const next = drafts.find(({ state }) => state.kind === 'waiting');
    if (next && running.size === 0) void send(next);
  };

  return {
    get: () => drafts,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    add(added) {
      set([...drafts, ...added]);
      sendNext();
    },
    edit(id, fields) {
      const draft = find(id);
      if (draft) change(id, { fields: { ...draft.fields, ...fields } });
    },
    start() {
      set(
        drafts.map((draft) =>
          ['chosen', 'refused'].includes(draft.state.kind) ? { ...draft, state: { kind: 'waiting' } } : draft,
        ),
      );
      sendNext();
    },
    pause(id) {
      const draft = find(id);
      if (draft?.state.kind !== 'sending') return;
      const { sentBytes, totalBytes } = draft.state;
      stop(id);
      change(id, { state: { kind: 'paused', sentBytes, totalBytes } });
      sendNext();
    },
    resume(id) {
      const draft = find(id);
      if (draft?.state.kind === 'paused') void send(draft);
    },
    async save(id) {
      const draft = find(id);
      if (draft?.state.kind === 'added') await saveFields(sendingOf(draft), draft.state.sessionId);
    },
    async discard(id) {
      const { uploadUrl = null } = find(id) ?? {};
      stop(id);
      set(drafts.filter((draft) => draft.id !== id));
      sendNext();
      if (uploadUrl === null) return;
      forgetFile(localStorage, uploadUrl);
      // A server that cannot be reached now deletes it when it expires.
      await discardUpload(uploadUrl).catch(() => undefined);
      onSettled();
    },
    close() {
      for (const id of [...running.keys()]) stop(id);
    },
  };
}

const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError(0, { detail: error instanceof Error ? error.message : String(error) });
