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
