import { describe, expect, test } from 'vitest';
import { Transcript, TranscriptDiff, TranscriptVersionList } from '../../core/api/transcripts.ts';
import { change, line, transcriptEditing } from '../support/transcript-editing.ts';

const editing = transcriptEditing();
const { call, hear, heard, read, patch, versionsOf } = editing;

describe('versions', () => {
  const versionText = async (id: string, version: number) => {
    const answer = await call(`${id}/transcript/versions/${version}`);
    return Transcript.parse(await answer.json()).segments.map(({ text }) => text);
  };

  test('are all read as they were saved, whoever saved them', async () => {
    const id = await heard(line(0, 'a'), line(4, 'b'), line(8, 'c'));
    const saved = new Map<number, readonly string[]>();
    const keep = async () => {
      const { version, texts } = await read(id);
      saved.set(version, texts);
    };
    await patch(id, [change(1, 'B')]);
    await keep();
    await patch(id, [{ op: 'remove', segment: 0 }], { person: editing.cora });
    await keep();
    await patch(id, [
      change(0, 'BB'),
      { op: 'insert', startSeconds: 0, endSeconds: 1, speaker: null, text: 'new' },
    ]);
    await keep();
    await hear(id, line(0, 'x'), line(4, 'y'), line(8, 'z'), line(12, 'end'));
    await keep();
    await patch(id, [change(0, 'NEW')]);
    await keep();
    for (const [version, texts] of saved)
      expect([version, await versionText(id, version)]).toEqual([version, texts]);
    const authors = (await versionsOf(id)).map(({ author, isShown }) => [author?.name ?? null, isShown]);
    expect(authors).toEqual([
      ['Ana', true],
      [null, false],
      [null, false],
      ['Ana', false],
      ['Cora', false],
      ['Ana', false],
    ]);
  });

  test('are listed page by page', async () => {
    const id = await heard(line(0, 'a'));
    for (const text of ['b', 'c', 'd']) await patch(id, [change(0, text)]);
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const url = `${id}/transcript/versions?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page = TranscriptVersionList.parse(await (await call(url)).json());
      seen.push(...page.items.map(({ version }) => version));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([4, 3, 2, 1]);
    expect((await call(`${id}/transcript/versions?cursor=x`)).status).toBe(400);
  });

  test('show what they changed, against the one before or any other', async () => {
    const id = await heard(line(0, 'use cube control'), line(4, 'b'));
    await patch(id, [change(0, 'use kubectl')]);
    await patch(id, [{ op: 'remove', segment: 1 }]);
    const diff = async (path: string) => {
      const answer = await call(`${id}/transcript/versions/${path}`);
      const { from, lines } = TranscriptDiff.parse(await answer.json());
      return { from, kinds: lines.map(({ kind }) => kind), lines };
    };
    const second = await diff('2/diff');
    expect(second).toMatchObject({ from: 1, kinds: ['changed', 'kept'] });
    expect(second.lines[0]).toMatchObject({
      pieces: [
        { kind: 'same', text: 'use' },
        { kind: 'removed', text: 'cube control' },
        { kind: 'added', text: 'kubectl' },
      ],
    });
    expect(await diff('3/diff')).toMatchObject({ from: 2, kinds: ['kept', 'removed'] });
    expect(await diff('3/diff?from=1')).toMatchObject({ from: 1, kinds: ['changed', 'removed'] });
    expect(await diff('1/diff')).toMatchObject({ from: null, kinds: ['added', 'added'] });
    expect((await call(`${id}/transcript/versions/9/diff`)).status).toBe(404);
    expect((await call(`${id}/transcript/versions/2/diff?from=9`)).status).toBe(404);
    expect((await call(`${id}/transcript/versions/zero`)).status).toBe(400);
  });

  test('can be restored as a new one, which no machine changes again', async () => {
    const id = await heard(line(0, 'a'), line(4, 'b'));
    await patch(id, [change(0, 'A')]);
    await patch(id, [change(0, 'wrong')], { person: editing.cora });
    const restore = (version: number, etag: string | null) =>
      call(`${id}/transcript/versions/${version}/restore`, { method: 'POST', etag, person: editing.cora });
    expect((await restore(2, null)).status).toBe(428);
    expect((await restore(2, '"2"')).status).toBe(412);
    expect((await restore(9, '"3"')).status).toBe(404);
    const answer = await restore(2, '"3"');
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, expect.stringMatching(/^"4\./)]);
    await hear(id, line(0, 'x'), line(4, 'y'));
    expect((await read(id)).texts).toEqual(['A', 'y']);
    expect((await versionsOf(id)).map(({ author }) => author?.name)).toContain('Cora');
  });
});
