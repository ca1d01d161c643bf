/** Pairs on which white text keeps at least 4.5:1 at the dark end, where the title starts. */
const duotones = [
  ['#24475c', '#855d4a'],
  ['#56422f', '#c08140'],
  ['#1f3d3a', '#5f7f5c'],
  ['#40304f', '#97596a'],
  ['#23364f', '#5d7f96'],
  ['#4a2a22', '#a8623a'],
  ['#2d3a28', '#8a8045'],
  ['#2b2d42', '#7b5b84'],
] as const;

/** Two colours that stay with a session for ever: FNV-1a of its id picks them. */
export function coverColours(id: string): readonly [string, string] {
  let hash = 0x811c9dc5;
  for (const unit of id) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return duotones[hash % duotones.length] ?? duotones[0];
}
