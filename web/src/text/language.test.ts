import { expect, test } from 'vitest';
import { languageName } from './language.ts';

test('a language code that is none is shown as it is', () => {
  expect(languageName('pt-BR')).toBe('Brazilian Portuguese');
  expect(languageName('!!')).toBe('!!');
  expect(languageName('und')).toBe('Unknown language');
});
