import { describe, expect, test } from 'vitest';
import { checkPreconditions, isRangeCurrent } from './preconditions.ts';

const current = { etag: '"talk.mp4"', modifiedAt: new Date('1994-11-06T08:49:37.750Z') };
const [before, same, after] = [
  'Sun, 06 Nov 1994 08:49:36 GMT',
  'Sun, 06 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:38 GMT',
];

describe('checkPreconditions', () => {
  test.each([
    [{}, 'send'],
    [{ 'if-none-match': '"talk.mp4"' }, 'not-modified'],
    [{ 'if-none-match': 'W/"talk.mp4"' }, 'not-modified'],
    [{ 'if-none-match': '"old", W/"older" ,"talk.mp4"' }, 'not-modified'],
    [{ 'if-none-match': '*' }, 'not-modified'],
    [{ 'if-none-match': '"old"' }, 'send'],
    [{ 'if-none-match': 'talk.mp4' }, 'send'],
    [{ 'if-none-match': '"old"', 'if-modified-since': after }, 'send'],
    [{ 'if-modified-since': before }, 'send'],
    [{ 'if-modified-since': same }, 'not-modified'],
    [{ 'if-modified-since': after }, 'not-modified'],
    [{ 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 'not-modified'],
    [{ 'if-modified-since': 'Sun Nov  6 08:49:37 1994' }, 'not-modified'],
    [{ 'if-modified-since': 'Sun Nov  6 08:49:36 1994' }, 'send'],
    [{ 'if-modified-since': '2030' }, 'send'],
    [{ 'if-modified-since': 'Sun, 99 Nov 2030 08:49:38 GMT' }, 'send'],
    [{ 'if-match': '"talk.mp4"' }, 'send'],
    [{ 'if-match': '*' }, 'send'],
    [{ 'if-match': '"old"' }, 'failed'],
    [{ 'if-match': 'W/"talk.mp4"' }, 'failed'],
    [{ 'if-match': '"talk.mp4"', 'if-unmodified-since': before }, 'send'],
    [{ 'if-match': '"old"', 'if-none-match': '"talk.mp4"' }, 'failed'],
    [{ 'if-unmodified-since': before }, 'failed'],
    [{ 'if-unmodified-since': same }, 'send'],
    [{ 'if-unmodified-since': 'yesterday' }, 'send'],
  ] as const)('%j: %s', (conditions, expected) => {
    expect(checkPreconditions(conditions, current)).toBe(expected);
  });
});

describe('isRangeCurrent', () => {
  test.each([
    [undefined, true],
    ['"talk.mp4"', true],
    ['W/"talk.mp4"', false],
    ['"old"', false],
    [same, true],
    [before, false],
    [after, false],
    ['Sun Nov  6 08:49:37 1994', false],
    ['', false],
  ])('If-Range: %s is %s', (given, expected) => {
    expect(isRangeCurrent({ 'if-range': given }, current)).toBe(expected);
  });
});
