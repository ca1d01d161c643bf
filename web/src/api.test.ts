import { expect, test } from 'vitest';
import { queryOf, toApiError } from './api.ts';

test('a problem document gives its sentence, its fields and the address of a duplicate', () => {
  const error = toApiError(
    409,
    JSON.stringify({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'This recording is here already.',
      errors: [{ path: 'title', message: 'Too long.' }],
      url: '/sessions/talk',
    }),
  );
  expect(error.message).toBe('This recording is here already.');
  expect(error.fields).toEqual({ title: 'Too long.' });
  expect(error.url).toBe('/sessions/talk');
});

test.each(['<html>Bad gateway</html>', '', '"text"', 'null'])(
  '%s from a proxy becomes a sentence',
  (body) => {
    expect(toApiError(502, body).message).toBe('The server has a problem. Try again in a minute.');
  },
);

test('a query leaves out what is not set', () => {
  expect(queryOf({ q: 'a b&c', topic: undefined, limit: 5, speaker: '' })).toBe('?q=a+b%26c&limit=5');
  expect(queryOf({})).toBe('');
});
