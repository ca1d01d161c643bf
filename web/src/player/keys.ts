/** What a key asks the player to do. */
export type PlayerCommand =
  | { readonly kind: 'toggle' | 'captions' | 'mute' | 'full-screen' | 'copy-link' | 'transcript' | 'edit' }
  | { readonly kind: 'seek-by'; readonly seconds: number }
  | { readonly kind: 'seek-to-tenth'; readonly tenth: number }
  | { readonly kind: 'speed'; readonly step: 1 | -1 }
  | { readonly kind: 'hit'; readonly step: 1 | -1 };

const commands: Readonly<Record<string, PlayerCommand>> = {
  k: { kind: 'toggle' },
  ' ': { kind: 'toggle' },
  j: { kind: 'seek-by', seconds: -10 },
  l: { kind: 'seek-by', seconds: 10 },
  ArrowLeft: { kind: 'seek-by', seconds: -5 },
  ArrowRight: { kind: 'seek-by', seconds: 5 },
  '<': { kind: 'speed', step: -1 },
  '>': { kind: 'speed', step: 1 },
  c: { kind: 'captions' },
  m: { kind: 'mute' },
  f: { kind: 'full-screen' },
  n: { kind: 'hit', step: 1 },
  p: { kind: 'hit', step: -1 },
  s: { kind: 'copy-link' },
  t: { kind: 'transcript' },
  e: { kind: 'edit' },
};

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The command of a key; none with a modifier, so that the browser's own shortcuts keep working. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: KeyPress): PlayerCommand | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^[0-9]$/.test(key)) return { kind: 'seek-to-tenth', tenth: Number(key) };
  const name = key.length === 1 ? key.toLowerCase() : key;
  return Object.hasOwn(commands, name) ? (commands[name] ?? null) : null;
}

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** The next speed up or down; stays at the ends. */
export function nextSpeed(current: number, step: 1 | -1): number {
  const further =
    step === 1 ? speeds.find((speed) => speed > current) : speeds.findLast((speed) => speed < current);
  return further ?? current;
}
