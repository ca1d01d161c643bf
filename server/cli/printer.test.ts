import { expect, test } from 'vitest';
import { paceOf } from './pace.ts';
import { printer } from './printer.ts';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 80, write: (text: string) => written.push(text) > 0 };
}

const tell = (isJson: boolean, out: ReturnType<typeof terminal>) => {
  const print = printer(isJson, out);
  print.note('Watching.');
  print.progress('talk.mp4', 0.5, '48 MB/s, 1:05 left');
  print.progress('talk.mp4', 0.5, 'too soon after the other');
  print.item({ file: 'talk.mp4', status: 'added' }, '✓ talk.mp4');
};

test('a terminal gets lines, and a bar with the pace that the next line replaces', () => {
  const out = terminal(true);
  tell(false, out);
  const clear = '\r\u001b[K';
  expect(out.written).toEqual([
    ...[clear, 'Watching.\n'],
    ...[clear, '████████████░░░░░░░░░░░░  50 % talk.mp4  48 MB/s, 1:05 left'],
    ...[clear, '✓ talk.mp4\n'],
  ]);
});

test('a file or another program gets lines alone, as JSON those of items', () => {
  const [lines, json] = [terminal(false), terminal(true)];
  tell(false, lines);
  tell(true, json);
  expect(lines.written).toEqual(['Watching.\n', '✓ talk.mp4\n']);
  expect(json.written).toEqual(['{"file":"talk.mp4","status":"added"}\n']);
});

test('what a name would do to a terminal is shown and not done', () => {
  const out = terminal(true);
  const print = printer(false, out);
  const name = 'a\u001b]0;title\u0007\nb\u202e4pm.mp4';
  print.progress(name, 0.5);
  print.item({ file: name }, `✓ ${name}`);
  expect(out.written.at(-1)).toBe('✓ a�]0;title��b�4pm.mp4\n');
  expect(out.written.find((text) => text.includes('%'))).toContain('a�]0;title��b�4pm.mp4');
});

test.each([
  [0, 100e6, 5_000, ''],
  [1e6, 100e6, 500, ''],
  [48e6, 3_168e6, 1_000, '48 MB/s, 1:05 left'],
  [5e6, 16e9, 2_000, '2.5 MB/s, 1:46:38 left'],
  [100e6, 100e6, 1_000, '100 MB/s, 0:00 left'],
  [120e6, 100e6, 1_000, '120 MB/s, 0:00 left'],
])('%d of %d bytes in %d ms: %s', (done, total, elapsedMs, expected) => {
  expect(paceOf(done, total, elapsedMs)).toBe(expected);
});
