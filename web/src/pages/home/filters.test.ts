import { expect, test } from 'vitest';
import { activeFilters, withoutFilter } from './filters.ts';

test('each filter of a search is told in words', () => {
  const filters = activeFilters({ q: 'x', topic: 'C++', language: 'de', from: '2026', to: '2026' });
  expect(filters.map(({ label }) => label)).toEqual(['C++', 'German', '2026']);
  expect(activeFilters({ from: '2026-01' })[0]?.label).toBe('2026-01 to today');
  expect(activeFilters({ q: 'x' })).toEqual([]);
});

test('one filter can be taken away, both ends of a time at once', () => {
  const search = { q: 'x', topic: 'C++', from: '2026', to: '2026' };
  const [topic, when] = activeFilters(search);
  expect(topic && withoutFilter(search, topic)).toEqual({ q: 'x', from: '2026', to: '2026' });
  expect(when && withoutFilter(search, when)).toEqual({ q: 'x', topic: 'C++' });
});

test('what was typed as an operator is a filter too, and is taken out of the words', () => {
  const search = { q: 'roll back speaker:"Ana Ruiz" -lang:de', topic: 'C++' };
  const [, speaker, language] = activeFilters(search);
  expect(speaker?.label).toBe('speaker: Ana Ruiz');
  expect(language?.label).toBe('not lang: German');
  expect(speaker && withoutFilter(search, speaker)).toEqual({ q: 'roll back -lang:de', topic: 'C++' });
  const [alone] = activeFilters({ q: 'topic:pivot' });
  expect(alone && withoutFilter({ q: 'topic:pivot' }, alone)).toEqual({});
});
