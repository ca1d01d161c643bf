import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fingerprint } from './build.mjs';
import { hasProgram, run } from './command.mjs';
import { isInstalled } from './packages.mjs';
import { installPrograms, needsOfRunning } from './system.mjs';

let folder: string;
beforeEach(() => {
  folder = `${mkdtempSync(join(tmpdir(), 'brownbag-setup-'))}/`;
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function write(path: string, content: string): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

function writeProgram(name: string, script: string): void {
  chmodSync(write(`bin/${name}`, `#!/bin/sh\n${script}\n`), 0o755);
}

describe('whether node modules are installed', () => {
  const writeLocks = (wanted: object, present: object): void => {
    write('package-lock.json', JSON.stringify({ packages: { '': { version: '1.0.0' }, ...wanted } }));
    write('node_modules/.package-lock.json', JSON.stringify({ packages: present }));
  };
  const zod = { 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } };

  test.each([
    ['the same packages are', zod, zod, true],
    [
      'another version is not',
      zod,
      { 'node_modules/zod': { version: '4.0.1', integrity: 'sha512-b' } },
      false,
    ],
    ['a missing package is not', zod, {}, false],
    ['a package that is no longer wanted is not', {}, zod, false],
    [
      'one for another platform may be missing',
      { ...zod, 'node_modules/mac': { version: '1.0.0', optional: true } },
      zod,
      true,
    ],
  ])('%s', (_, wanted, present, expected) => {
    writeLocks(wanted, present);
    expect(isInstalled(folder)).toBe(expected);
  });

  test('an installation that was cut off is not', () => {
    write('package-lock.json', '{"packages":{}}');
    mkdirSync(join(folder, 'node_modules/zod'), { recursive: true });
    expect(isInstalled(folder)).toBe(false);
  });
});

describe('the fingerprint of sources', () => {
  const product = { sources: ['core', 'package.json'], isSource: (file: string) => file.endsWith('.ts') };

  test('stays when files are only touched or other files change', () => {
    const source = write('core/a.ts', '1');
    write('package.json', '{}');
    const before = fingerprint(folder, product);
    utimesSync(source, 0, 0);
    write('core/notes.md', 'x');
    expect(fingerprint(folder, product)).toBe(before);
  });

  test.each([
    ['content', () => write('core/a.ts', '2')],
    ['a new file', () => write('core/deep/b.ts', '1')],
    ['a single file outside of the folders', () => write('package.json', '{"a":1}')],
    ['a removed file', () => rmSync(join(folder, 'core/a.ts'))],
  ])('changes with %s', (_, change) => {
    write('core/a.ts', '1');
    write('package.json', '{}');
    const before = fingerprint(folder, product);
    change();
    expect(fingerprint(folder, product)).not.toBe(before);
  });
});

describe('programs of the system', () => {
  const missing = [{ name: 'frobnicate', aptPackage: 'frob', isThere: () => hasProgram('frobnicate') }];

  test('the recogniser is needed only where nothing else transcribes', () => {
    const names = (env: Record<string, string>) => needsOfRunning(env).map((need) => need.name);
    expect(names({})).toContain('pocketsphinx_batch');
    expect(names({ TRANSCRIBER: 'pocketsphinx', OPENAI_API_KEY: 'k' })).toContain('pocketsphinx_batch');
    expect(names({ OPENAI_BASE_URL: 'http://whisper' })).toEqual(['ffmpeg', 'ffprobe']);
    expect(names({ TRANSCRIBER: 'none' })).toEqual(['ffmpeg', 'ffprobe']);
    expect(names({ TRANSCRIBER: 'sherpa' })).toEqual(['ffmpeg', 'ffprobe']);
  });

  test('a program that cannot be executed does not count', () => {
    write('bin/frobnicate', '');
    vi.stubEnv('PATH', join(folder, 'bin'));
    expect(hasProgram('frobnicate')).toBe(false);
  });

  test('without apt-get the message names what is missing and the command of Debian', async () => {
    vi.stubEnv('PATH', join(folder, 'bin'));
    await expect(installPrograms(missing)).rejects.toThrow(
      /Missing: frobnicate\. Install.*apt-get update && apt-get install -y --no-install-recommends frob$/s,
    );
  });

  test('as a user who may not become root the message says to run it as root', async () => {
    writeProgram('apt-get', 'exit 1');
    writeProgram('sudo', 'exit 1');
    vi.stubEnv('PATH', join(folder, 'bin'));
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    await expect(installPrograms(missing)).rejects.toThrow(/Missing: frobnicate\. Run this as root/);
  });

  test('stale package lists are fetched again, and what was installed is found', async () => {
    writeProgram(
      'apt-get',
      `case "$*" in
        *update*) : > ${folder}updated ;;
        *) [ -e ${folder}updated ] && cp /bin/true ${folder}bin/frobnicate ;;
      esac`,
    );
    vi.stubEnv('PATH', `${join(folder, 'bin')}:/usr/bin:/bin`);
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    await installPrograms(missing);
    expect(hasProgram('frobnicate')).toBe(true);
  });

  test('what apt-get said is shown when it fails', async () => {
    writeProgram('apt-get', 'echo "E: no space left"; exit 100');
    vi.stubEnv('PATH', `${join(folder, 'bin')}:/usr/bin:/bin`);
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    await expect(installPrograms(missing)).rejects.toThrow('E: no space left');
  });
});

test('a program that is not there ends with status 127, not with an exception', async () => {
  expect(await run('no-such-program', [])).toMatchObject({ status: 127 });
});
