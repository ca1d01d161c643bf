import { expect, test } from 'vitest';
import { chooseHints } from './hints.ts';

test('title, speakers and topics come before the vocabulary, each name once', () => {
  const hints = chooseHints({
    title: 'Deploying with kubectl',
    speakers: ['Renée Ito', ' '],
    topics: ['Kubernetes'],
    terms: ['kubernetes', 'RENEE ITO', 'kubectl', '…'],
  });
  expect(hints).toEqual(['Deploying with kubectl', 'Renée Ito', 'Kubernetes', 'kubectl']);
});
