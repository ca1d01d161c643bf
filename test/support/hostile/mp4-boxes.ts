import { be, latin1 } from './hostile.ts';

/** A box of MP4: its length, its type and what is in it (ISO 14496-12 4.2). */
export const box = (type: string, ...content: readonly Buffer[]): Buffer => {
  const bytes = Buffer.concat(content);
  return Buffer.concat([be(bytes.length + 8), latin1(type), bytes]);
};
export const ftyp = box('ftyp', latin1('isom'), be(512), latin1('isommp41'));

/** The boxes in a container, whole. */
export function boxesIn(bytes: Buffer): Buffer[] {
  const boxes: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += bytes.readUInt32BE(at))
    boxes.push(bytes.subarray(at, at + bytes.readUInt32BE(at)));
  return boxes;
}
const typeOf = (bytes: Buffer): string => bytes.toString('latin1', 4, 8);

/** A copy in which every box at that path (`moov/trak/tkhd`) has become what `change` makes of it. */
export function changeBoxes(bytes: Buffer, path: string, change: (box: Buffer) => Buffer): Buffer {
  const [type, ...rest] = path.split('/');
  return Buffer.concat(
    boxesIn(bytes).map((each) => {
      if (typeOf(each) !== type) return each;
      if (rest.length === 0) return change(Buffer.from(each));
      return box(type, changeBoxes(each.subarray(8), rest.join('/'), change));
    }),
  );
}

/** Writes a 32-bit number at an offset (from the box's start) of every box of that path. */
export const patch = (bytes: Buffer, path: string, offset: number, value: number): Buffer =>
  changeBoxes(bytes, path, (each) => {
    each.writeUInt32BE(value, offset);
    return each;
  });

/** Boxes that hold nothing but each other. */
export function nested(type: string, depth: number): Buffer {
  const heads = Array.from({ length: depth }, (_none, at) =>
    Buffer.concat([be(8 * (depth - at)), latin1(type)]),
  );
  return Buffer.concat(heads);
}
