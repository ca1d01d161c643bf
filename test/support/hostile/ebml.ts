import { be } from './hostile.ts';

export const id = (hex: string): Buffer => Buffer.from(hex, 'hex');
/** An element with its length in eight bytes (RFC 8794 4). */
export const element = (name: string, ...content: readonly Buffer[]): Buffer => {
  const bytes = Buffer.concat(content);
  return Buffer.concat([id(name), be((1n << 56n) | BigInt(bytes.length), 8), bytes]);
};
export const number = (name: string, value: number | bigint, length = 8): Buffer =>
  element(name, be(value, length));
export const float = (name: string, value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(name, bytes);
};
export const text = (name: string, value: string): Buffer => element(name, Buffer.from(value));
