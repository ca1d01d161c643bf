import { expect, test } from 'vitest';
import { DomainError, TransientError } from '../../model/errors.ts';
import { translateFileError } from './errors.ts';

const systemError = (code: string) => Object.assign(new Error(code), { code });

test.each(['ENOSPC', 'EDQUOT'])('%s is a lack of space', (code) => {
  const cause = systemError(code);
  expect(translateFileError(cause)).toMatchObject({
    name: 'DomainError',
    code: 'insufficient-storage',
    cause,
  });
});

test('a missing file is not found', () => {
  expect(translateFileError(systemError('ENOENT'))).toMatchObject({ name: 'DomainError', code: 'not-found' });
});

test('other failures may pass and keep their cause', () => {
  const cause = systemError('EIO');
  const translated = translateFileError(cause);
  expect(translated).toBeInstanceOf(TransientError);
  expect(translated).toMatchObject({ cause });
});

test('our own errors and aborts pass through', () => {
  const own = new DomainError('too-large', 'too large');
  expect(translateFileError(own)).toBe(own);
  const abort = new DOMException('enough', 'AbortError');
  expect(translateFileError(abort)).toBe(abort);
  const late = systemError('EIO');
  expect(translateFileError(late, AbortSignal.abort())).toBe(late);
});
