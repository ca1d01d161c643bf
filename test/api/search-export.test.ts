import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../../server/cli/command.ts';
import { searches } from '../../server/cli/commands/searches.ts';
import { printer } from '../../server/cli/printer.ts';
import { searching } from '../support/searching.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let talk: { readonly id: string };
beforeAll(async () => {
  server = await openTestServer();
  const on = searching(server);
  talk = await on.addSession({ title: 'Sums in a sheet' });
  const ana = await server.person('member', { name: 'Anastasia Krupp' });
  await on.search(ana, 'nothing like it', { language: 'de' });
  await on.searchAndOpen(ana, '=SUM(sheet), "quoted"', talk.id);
});
afterAll(() => server.close());

async function run(values: Readonly<Record<string, string>>, isJson = false, ...positionals: string[]) {
  const lines: string[] = [];
  const write = (text: string) => lines.push(text) > 0;
  const print = printer(isJson, { write, isTTY: false, columns: 80 });
  // Of the parts and the configuration nothing but the database is used.
  const parts = { db: server.db } as Parameters<typeof searches>[0]['parts'];
  const rest = {} as Omit<Parameters<typeof searches>[0], 'parts' | 'values' | 'positionals' | 'print'>;
  expect(await searches({ ...rest, parts, values, positionals, print })).toBe(0);
  const out = lines.join('');
  expect(out).not.toMatch(/Anastasia|Krupp|@/);
  return out;
}

test('searches are exported for spreadsheets, without names', async () => {
  const [head, first, second, ...more] = (await run({}, false, 'export')).trim().split('\n');
  expect(more).toEqual([]);
  expect(head).toBe('day,q,filters,sessions,moments,tookMs,sessionId,startSeconds');
  expect(first).toMatch(/^\d{4}-\d\d-\d\d,nothing like it,"\{""language"":""de""\}",0,0,[\d.]+,,$/);
  expect(second).toContain(`,"'=SUM(sheet), ""quoted""",`);
  expect(second).toMatch(new RegExp(`,${talk.id},12$`));
});

test('and as lines of JSON', async () => {
  const lines = (await run({}, true, 'export'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { q: 'nothing like it', filters: { language: 'de' }, sessionId: null, startSeconds: null },
    { q: '=SUM(sheet), "quoted"', filters: {}, sessionId: talk.id, startSeconds: 12 },
  ]);
});

test('those that led somewhere are queries for the bench', async () => {
  expect(JSON.parse(await run({ format: 'bench' }, false, 'export'))).toEqual([
    { class: 'real', split: 'test', q: '=SUM(sheet), "quoted"', sessionId: talk.id, startSeconds: 12 },
  ]);
});

test('anything else is a wrong call', async () => {
  await expect(run({}, false, 'import')).rejects.toThrow(UsageError);
  await expect(run({ format: 'xml' }, false, 'export')).rejects.toThrow(UsageError);
});
