import { performance } from 'node:perf_hooks';

/** Tells a person (lines, and a bar on a terminal) or a program (one JSON line per item) how a command goes. */
export interface Printer {
  /** One thing that is done; `fields` are the JSON line, `line` is for people. */
  item(fields: Readonly<Record<string, unknown>>, line: string): void;
  /** Something that only a person wants to know. */
  note(line: string): void;
  /** How far the running item is, 0 to 1, and perhaps how fast; only a terminal shows it. */
  progress(label: string, fraction: number, pace?: string): void;
}

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

const barWidth = 24;
/** The bar is drawn at most this often. */
const drawEveryMs = 100;

/** A file's name may hold what a terminal obeys, ends a line, or turns it round. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\u{fffd}');

export function printer(isJson: boolean, out: Output = process.stdout): Printer {
  const isBarShown = !isJson && out.isTTY;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (isBarShown) out.write('\r\u001b[K');
    drawnAt = Number.NEGATIVE_INFINITY;
  };
  const line = (text: string) => {
    clear();
    out.write(`${text}\n`);
  };
  const plainLine = (text: string) => line(plain(text));
  return {
    item: (fields, text) => (isJson ? line(JSON.stringify(fields)) : plainLine(text)),
    note(text) {
      if (!isJson) plainLine(text);
    },
    progress(label, fraction, pace = '') {
      if (!isBarShown || performance.now() - drawnAt < drawEveryMs) return;
      clear();
      drawnAt = performance.now();
      const filled = Math.round(Math.min(1, fraction) * barWidth);
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      const end = pace === '' ? '' : `  ${pace}`;
      const room = Math.max(10, (out.columns ?? 80) - barWidth - 8 - end.length);
      out.write(
        `${bar} ${String(Math.floor(fraction * 100)).padStart(3)} % ${plain(label).slice(0, room)}${end}`,
      );
    },
  };
}
