/** What a figure has to keep. */
export type Bar = { readonly atMost: number } | { readonly atLeast: number };

/** One line: `name: figure unit (bar ≤ 1.15) met`. A missed bar is said, and nothing more. */
export function printFigure(name: string, figure: number, unit: string, bar?: Bar): void {
  console.log(`  ${name}: ${inWords(figure)} ${unit}${bar ? ` ${verdict(figure, bar)}` : ''}`);
}

function verdict(figure: number, bar: Bar): string {
  const [sign, limit, isKept] =
    'atMost' in bar ? ['≤', bar.atMost, figure <= bar.atMost] : ['≥', bar.atLeast, figure >= bar.atLeast];
  return `(bar ${sign} ${limit}) ${isKept ? 'met' : 'MISSED'}`;
}

/** Three digits that mean something. */
const inWords = (figure: number): string =>
  Math.abs(figure) >= 100 ? figure.toFixed(0) : String(Number(figure.toPrecision(3)));
