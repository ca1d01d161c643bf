import { describe, expect, test, vi } from 'vitest';
import type { Transcript, TranscriptEdit } from '../../../../../core/api/transcripts.ts';
import { applyEdits } from '../../../../../core/model/transcript/edits.ts';
import type { Segment } from '../../../../../core/model/transcript.ts';
import { ApiError } from '../../../api.ts';
import { createEditor } from './editor.ts';
import { keepUnsaved } from './keep-unsaved.ts';

const line = (startSeconds: number, text: string, speaker: string | null = 'Speaker 1'): Segment => ({
  startSeconds,
  endSeconds: startSeconds + 4,
  speaker,
  text,
});
const talk = [line(0, 'Good morning.'), line(5, 'We use cube control here.'), line(10, 'It is a tool.')];

/** A server of one transcript that refuses what was made on an older version, as ours does. */
function openServer() {
  let version = 1;
  let segments: readonly Segment[] = talk;
  let failure: Error | null = null;
  const versions: (readonly TranscriptEdit[])[] = [];
  const server = {
    versions,
    get texts() {
      return segments.map(({ text }) => text);
    },
    get segments() {
      return segments;
    },
    fail: (error: Error | null) => {
      failure = error;
    },
    load: async (): Promise<Transcript> => ({
      ...{ language: 'en', engine: 'test', version, spotted: [] },
      segments: segments.map(({ words, ...segment }) => segment),
    }),
    save: async (edits: readonly TranscriptEdit[], onVersion: number): Promise<Transcript> => {
      if (failure) throw failure;
      if (onVersion !== version) throw new ApiError(412, {});
      segments = applyEdits(segments, edits);
      version += 1;
      versions.push(edits);
      return server.load();
    },
  };
  return server;
}

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
}

async function openEditor(server = openServer(), store = memory()) {
  const transcript = await server.load();
  const { save, load } = server;
  const editor = createEditor({ transcript, speakers: [], save, load, unsaved: keepUnsaved('s1', store) });
  const write = (at: number, text: string) => {
    editor.open(at);
    editor.type(text);
  };
  const texts = () => editor.getState().segments.map(({ text }) => text);
  return { server, store, editor, write, texts };
}

describe('a line', () => {
  test('is saved when one goes on, one version for what was typed in a row', async () => {
    const { server, editor, write, texts } = await openEditor();
    write(1, 'We use kubectl here.');
    editor.step(1);
    editor.type('It is a good tool.');
    editor.leave();
    expect(editor.getState().saving).toBe('saving');
    expect(texts()).toEqual(['Good morning.', 'We use kubectl here.', 'It is a good tool.']);
    await editor.flush();
    expect(editor.getState()).toMatchObject({ saving: 'saved', version: 2 });
    expect(server.texts).toEqual(texts());
    expect(server.versions).toHaveLength(1);
  });

  test('is saved by itself after a rest', async () => {
    const { server, editor, write } = await openEditor();
    write(0, 'Good evening.');
    editor.lookAway();
    await vi.waitFor(() => expect(server.texts[0]).toBe('Good evening.'), { timeout: 10_000 });
    expect(editor.getState().place).toMatchObject({ line: 0, isOpen: true });
  });

  test('is as before when it is taken back', async () => {
    const { server, editor, write } = await openEditor();
    write(0, 'Good evening.');
    editor.takeBack();
    await editor.flush();
    expect(server.versions).toEqual([]);
    expect(editor.getState().place).toMatchObject({ line: 0, isOpen: false });
  });

  test('is split where the caret is, also in what was just typed', async () => {
    const { editor, write, texts } = await openEditor();
    write(1, 'We use kubectl here.');
    editor.split(15);
    expect(texts()).toEqual(['Good morning.', 'We use kubectl', 'here.', 'It is a tool.']);
    expect(editor.getState().place).toMatchObject({ line: 2, isOpen: true });
  });

  test('is joined with the one above, the caret where they meet', async () => {
    const { editor, texts } = await openEditor();
    editor.open(1);
    editor.join(-1);
    expect(texts()).toEqual(['Good morning. We use cube control here.', 'It is a tool.']);
    expect(editor.getState().place).toMatchObject({ line: 0, selection: { start: 14, end: 14 } });
  });

  test('goes when it is left without text, but not while one looks away', async () => {
    const { editor, write, texts } = await openEditor();
    write(1, ' ');
    editor.lookAway();
    expect(texts()).toHaveLength(3);
    editor.step(1);
    expect(texts()).toEqual(['Good morning.', 'It is a tool.']);
    expect(editor.getState().place).toMatchObject({ line: 1, isOpen: true });
  });

  test('starts no earlier than the line above, and keeps what is being typed', async () => {
    const { editor, write } = await openEditor();
    write(1, 'We use kubectl');
    editor.moveStart(-0.1);
    editor.moveStart(-9);
    expect(editor.getState().segments[1]?.startSeconds).toBe(0);
    expect(editor.text()).toBe('We use kubectl');
    editor.undo();
    editor.undo();
    expect(editor.getState().segments[1]).toEqual(talk[1]);
  });
});

test('changes are taken back one after the other', async () => {
  const { server, editor, write, texts } = await openEditor();
  write(0, 'Good evening.');
  editor.leave();
  await editor.flush();
  editor.edit(() => [{ op: 'renameSpeaker', from: 'Speaker 1', to: 'Ana' }], 0);
  editor.open(1);
  editor.join(1);
  for (let undone = 0; undone < 3; undone++) editor.undo();
  await editor.flush();
  expect(texts()).toEqual(talk.map(({ text }) => text));
  expect(server.segments).toEqual(talk);
  expect(editor.getState().canUndo).toBe(false);
});

describe('when somebody else has saved meanwhile', () => {
  test('one’s own is made on theirs', async () => {
    const { server, editor, write } = await openEditor();
    await server.save([{ op: 'split', segment: 0, at: 5 }], 1);
    write(2, 'It is a good tool.');
    editor.leave();
    await editor.flush();
    expect(server.texts).toEqual(['Good', 'morning.', 'We use cube control here.', 'It is a good tool.']);
    expect(editor.getState()).toMatchObject({ saving: 'saved', conflicts: [] });
  });

  test('in the same line, one chooses, and loses nothing until then', async () => {
    const { server, store, editor, write } = await openEditor();
    await server.save([{ op: 'change', segment: 1, text: 'We use cubectl here.' }], 1);
    write(1, 'We use kubectl here.');
    editor.leave();
    await editor.flush();
    expect(server.texts[1]).toBe('We use cubectl here.');
    const [conflict] = editor.getState().conflicts;
    expect(conflict?.after[0]?.text).toBe('We use kubectl here.');
    // Whoever has made a version after this one may be named.
    expect(conflict?.since).toBe(1);
    expect([...store.kept.values()].join()).toContain('kubectl');
    if (conflict) editor.resolve(conflict, 'yours');
    await editor.flush();
    expect(server.texts[1]).toBe('We use kubectl here.');
    expect(store.kept.size).toBe(0);
  });

  test('and their text comes in under the line that is being typed, both are kept', async () => {
    const { server, editor, write } = await openEditor();
    write(1, 'We use kubectl');
    editor.receive(await server.save([{ op: 'change', segment: 1, text: 'We use cubectl here.' }], 1));
    const { conflicts, segments, place } = editor.getState();
    expect(conflicts[0]?.after[0]?.text).toBe('We use kubectl');
    expect(segments[1]?.text).toBe('We use cubectl here.');
    expect(place).toBeNull();
  });

  test('a new name is for the lines that they have changed too', async () => {
    const { server, editor } = await openEditor();
    await server.save([{ op: 'change', segment: 1, text: 'We use cubectl here.' }], 1);
    editor.edit(() => [{ op: 'renameSpeaker', from: 'Speaker 1', to: 'Ana' }], 0);
    await editor.flush();
    expect(server.segments.map(({ speaker }) => speaker)).toEqual(['Ana', 'Ana', 'Ana']);
    expect(editor.getState().conflicts).toEqual([]);
  });
});

describe('what could not be saved', () => {
  test('says why, and is saved by another try', async () => {
    const { server, editor, write } = await openEditor();
    server.fail(new ApiError(0, { detail: 'The server cannot be reached.' }));
    write(0, 'Good evening.');
    editor.leave();
    await editor.flush();
    expect(editor.getState()).toMatchObject({ saving: 'failed', problem: 'The server cannot be reached.' });
    server.fail(null);
    await editor.flush();
    expect(server.texts[0]).toBe('Good evening.');
    expect(editor.getState()).toMatchObject({ saving: 'saved', problem: null });
  });

  test('is taken up by the next visit, with what was only typed', async () => {
    const store = memory();
    const { server, editor, write } = await openEditor(openServer(), store);
    server.fail(new ApiError(0, {}));
    write(0, 'Good evening.');
    editor.step(1);
    editor.type('We use kubectl here.');
    await editor.flush();
    editor.dispose();
    server.fail(null);
    const next = await openEditor(server, store);
    next.editor.start();
    await next.editor.flush();
    expect(server.texts).toEqual(['Good evening.', 'We use kubectl here.', 'It is a tool.']);
    expect(store.kept.size).toBe(0);
  });
});
