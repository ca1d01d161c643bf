import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { backtracks } from './support/backtracking.ts';

/** What reads text that anybody may send. */
const folders = ['core/model/search', 'core/model/captions', 'server'];
const root = fileURLToPath(new URL('..', import.meta.url));
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.ts$/.test(file))
    .map((file) => join(folder, file)),
);

interface Found {
  readonly literals: readonly { readonly source: string; readonly flags: string }[];
  /** `new RegExp(…)`: what it is made of is known only when it runs. */
  readonly hasBuilt: boolean;
}

function expressionsOf(file: string): Found {
  const literals: { source: string; flags: string }[] = [];
  let hasBuilt = false;
  const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'));
  new Visitor({
    Literal(node) {
      if ('regex' in node) literals.push({ source: node.regex.pattern, flags: node.regex.flags });
    },
    NewExpression({ callee }) {
      if (callee.type === 'Identifier' && callee.name === 'RegExp') hasBuilt = true;
    },
  }).visit(program);
  return { literals, hasBuilt };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('no regular expression that is written down can match one text in ever more ways', () => {
  const found = files.flatMap((file) => expressionsOf(file).literals.map((one) => ({ file, ...one })));
  expect(found.length).toBeGreaterThan(50);
  const slow = found.flatMap(({ file, ...one }) => {
    const why = backtracks(one);
    return why === null ? [] : [[file, `/${one.source}/${one.flags}`, why]];
  });
  expect(slow).toEqual([]);
});

test('nor does one that is put together when the file is loaded', async () => {
  const built: RegExp[] = [];
  const original = RegExp;
  vi.stubGlobal(
    'RegExp',
    new Proxy(original, {
      construct(target, [pattern, flags]: [string, string | undefined]) {
        const made = new target(pattern, flags);
        built.push(made);
        return made;
      },
    }),
  );
  const makers = files.filter((file) => expressionsOf(file).hasBuilt);
  vi.resetModules();
  for (const file of makers) await import(join(root, file));
  vi.unstubAllGlobals();
  expect(built.length).toBeGreaterThanOrEqual(makers.length);
  const slow = built.flatMap((one) => {
    const why = backtracks(one);
    return why === null ? [] : [[String(one), why]];
  });
  expect(slow).toEqual([]);
});

describe('what may take too long', () => {
  test.each([
    /^(?:a+)+$/,
    /(?:\s*\d+)*x/,
    /(?:x|[a-z])*$/,
    /(?:\w+,?)+;/,
    /(?:ab?(?:a+)c)*/,
    /(?:-?\d{2,})+$/,
    /(?:(?:a|b+))*c/,
  ])('%s is found', (expression) => {
    expect(backtracks(expression)).not.toBeNull();
  });
  test.each([
    /^(?:,\d+)*$/,
    /(?:a|b)*/,
    /a+b+/,
    /(?:a+b){2}/,
    /(?:\.[a-z]+)*\s*/,
    /(?:(?!x)[\s\S])+/u,
    /[(a+)+]*/,
  ])('%s is not', (expression) => {
    expect(backtracks(expression)).toBeNull();
  });
});
