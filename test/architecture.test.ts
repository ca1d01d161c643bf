import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf, violationsOf } from './support/architecture.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = ['core', 'drizzle', 'server', 'workers', 'web', 'test']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap(sourcesBelow);

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/^test\/(fixtures\/|architecture\.test)/.test(file));
}

test('the sources keep the rules of the rooms', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => violationsOf(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

describe('a rule is broken by', () => {
  test.each([
    ['a model that reads files', 'core/model/a.ts', "import { readFile } from 'node:fs';"],
    ['a model that uses a library', 'core/model/a.ts', "import { z } from 'zod';"],
    ['a model that knows the API', 'core/model/a.ts', "import { Me } from '../api/people.ts';"],
    ['an API with another library than zod', 'core/api/a.ts', "import { v7 } from 'uuid';"],
    [
      'a port that knows the database',
      'core/ports/a.ts',
      "import type { Row } from '../../drizzle/schema/a.ts';",
    ],
    ['an engine that calls an action', 'core/engines/search/a.ts', "import { a } from '../../actions/a.ts';"],
    [
      'an action that knows an engine',
      'core/actions/a.ts',
      "import { local } from '../engines/store/local.ts';",
    ],
    ['tables that know an action', 'drizzle/schema/a.ts', "import { a } from '../../core/actions/a.ts';"],
    ['a worker that imports the server', 'workers/a.ts', "export { app } from '../server/app.ts';"],
    [
      'a server that imports workers',
      'server/routes/a.ts',
      "const { start } = await import('../../workers/start.ts');",
    ],
    [
      'a route that chooses engines',
      'server/routes/a.ts',
      "import { compose } from '../../core/compose.ts';",
    ],
    ['anyone who imports main', 'server/app.ts', "import { main } from './main.ts';"],
    [
      'a page that reaches the database',
      'web/src/a.tsx',
      "import { sessions } from '../../drizzle/schema/sessions.ts';",
    ],
    ['a page that needs Node.js', 'web/src/a.tsx', "import { join } from 'node:path';"],
    ['a second user of fluent-ffmpeg', 'core/engines/media/poster.ts', "import ffmpeg from 'fluent-ffmpeg';"],
    [
      'an engine that starts programs by itself',
      'core/engines/media/poster.ts',
      "import { spawn } from 'node:child_process';",
    ],
    ['a file in no room', 'helpers/a.ts', "import { z } from 'zod';"],
    ['a default export', 'core/model/a.ts', 'export default function a() {}'],
    ['a file of 401 lines', 'core/model/a.ts', '\n'.repeat(400)],
    ['an engine that reads the environment', 'core/engines/search/a.ts', "const url = process.env['URL'];"],
    ['a log line on the console', 'workers/a.ts', "console.log('done');"],
    ['an engine named in an action', 'core/actions/a.ts', "if (engine === 'pocketsphinx') skip();"],
    ['an engine named in a route', 'server/routes/a.ts', 'const index = meiliIndex();'],
    ['a bucket named in a stage', 'workers/stages/a.ts', 'await s3Client.send();'],
    ["another engine's name in an engine", 'core/engines/queue/postgres.ts', 'connectRedis();'],
  ])('%s', (_, file, source) => {
    expect(violationsOf(file, source)).toHaveLength(1);
  });
});

describe('no rule is broken by', () => {
  test.each([
    ['an engine named in a comment', 'core/ports/a.ts', '/** Engines: openai, pocketsphinx. */\n// redis'],
    [
      'an engine that names itself',
      'core/engines/store/s3.ts',
      "import { S3Client } from '@aws-sdk/client-s3';",
    ],
    ['a route that calls an action', 'server/routes/a.ts', "import { a } from '../../core/actions/a.ts';"],
    ['a model beside a model', 'core/model/a.ts', "import type { Media } from './media.ts';"],
    ['a word that only looks like an engine', 'core/actions/a.ts', "const words = ['css3', 's30'];"],
    ['a test that reaches everything', 'core/actions/a.test.ts', "import { compose } from '../compose.ts';"],
    ['an import in a comment', 'core/model/a.ts', "// import { z } from 'zod';"],
    ['a URL in a string', 'core/model/a.ts', "const url = 'https://example.org';"],
  ])('%s', (_, file, source) => {
    expect(violationsOf(file, source)).toEqual([]);
  });
});

test('imports are found in all their forms', () => {
  const source = `import './a.css';
    import b, { type C } from "b";
    import {
      d,
    } from './d.ts';
    export * from './e.ts';
    export type { F } from './f.ts';
    const g = await import('./g.ts');
    const text = 'not an import from here';`;
  expect(importsOf(source)).toEqual(['./a.css', 'b', './d.ts', './e.ts', './f.ts', './g.ts']);
});
