import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Variable, variables } from '../core/config-variables.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));
const read = (file: string): string => readFileSync(pathOf(file), 'utf8');
const readme = read('README.md');
const { scripts } = JSON.parse(read('package.json'));

/** The table of the README, as people read it. */
function configurationTable(all: readonly Variable[]): string {
  const rows = all.map(
    ({ name, default: unset, meaning, secret }) =>
      `| \`${name}\` | ${unset} | ${meaning}${secret ? ' (secret)' : ''} |`,
  );
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

test('the configuration table of the README is the one of the program', async () => {
  const table = configurationTable(variables);
  const whole = readme.replace(/(<!-- made from .*? -->\n).*?(<!-- \/made -->)/s, `$1\n${table}\n\n$2`);
  expect(whole).toContain(table);
  await expect(whole).toMatchFileSnapshot(pathOf('README.md'));
});

describe('the commands of the README', () => {
  test.each([...readme.matchAll(/\bnpm (?:run )?(start|test|cli|bench)\b/g)].map((match) => match[1] ?? ''))(
    'npm %s is a script whose file is there',
    (name) => {
      const file = /^node (\S+)$/.exec(scripts[name])?.[1] ?? '';
      expect(existsSync(pathOf(file))).toBe(true);
    },
  );

  test('both commands are there, and the continuous integration runs the test command', () => {
    expect(readme).toMatch(/^npm start\b/m);
    expect(readme).toMatch(/^npm test\b/m);
    expect(read('.ci/run')).toMatch(/^npm test$/m);
    accessSync(pathOf('.ci/run'), constants.X_OK);
  });
});

test.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/decisions.md'])(
  'the files that %s links to are there',
  (file) => {
    const links = [...read(file).matchAll(/(?<!!)\[[^\]]*\]\((?!https?:|#)([^)#]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const base = new URL(`../${file}`, import.meta.url);
    expect(links.filter((link) => !existsSync(fileURLToPath(new URL(link, base))))).toEqual([]);
  },
);
