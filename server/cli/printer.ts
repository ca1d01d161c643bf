/** Tells a person (lines, and a bar on a terminal) or a program (one JSON line per item) how a command goes. */
export interface Printer {
  /** One thing that is done; `fields` are the JSON line, `line` is for people. */
  item(fields: Readonly<Record<string, unknown>>, line: string): void;
  /** How far the running item is, 0 to 1; only a terminal shows it. */
  progress(label: string, fraction: number): void;
}

const barWidth = 24;

export function printer(isJson: boolean): Printer {
  const { stdout } = process;
  const isBarShown = !isJson && stdout.isTTY;
  const clear = () => {
    if (isBarShown) stdout.write('\r\u001b[K');
  };
  return {
    item(fields, line) {
      clear();
      stdout.write(isJson ? `${JSON.stringify(fields)}\n` : `${line}\n`);
    },
    progress(label, fraction) {
      if (!isBarShown) return;
      const filled = Math.round(Math.min(1, fraction) * barWidth);
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      const room = Math.max(10, (stdout.columns ?? 80) - barWidth - 8);
      clear();
      stdout.write(`${bar} ${String(Math.floor(fraction * 100)).padStart(3)} % ${label.slice(0, room)}`);
    },
  };
}
