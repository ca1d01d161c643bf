import { expect, test } from 'vitest';
import { KeptAnswer } from './sherpa-answer.ts';
import { withSpeakers } from './sherpa-speakers.ts';
import { segmentsOf } from './sherpa-words.ts';

function stretch(result: object, startSeconds = 10, endSeconds = 20) {
  const whole = { stretches: [{ startSeconds, endSeconds, result }], turns: [], voices: [] };
  const [only] = KeptAnswer.parse(whole).stretches;
  if (only === undefined) throw new Error('no stretch');
  return only;
}

const said = stretch({
  text: 'Pivot tables, then. Yes',
  tokens: [' P', 'ivot', ' tables', ',', ' then', '.', ' Yes'],
  timestamps: [0.1, 0.3, 0.6, 1, 1.2, 4, 4.2],
  durations: [0.2, 0.2, 0.4, 0.08, 0.3, 0.08, 0.4],
  ys_log_probs: [0, 0, -0.1, -0.1, 0, 0, -2],
});

test('words are made of tokens, with the times and the mean confidence of these', () => {
  const [first, second] = segmentsOf(said);
  expect(first).toMatchObject({ text: 'Pivot tables, then.', startSeconds: 10.1, speaker: null });
  expect(first?.words?.map(({ text, startSeconds, confidence }) => [text, startSeconds, confidence])).toEqual(
    [
      ['Pivot', 10.1, 1],
      ['tables,', 10.6, 0.905],
      ['then.', 11.2, 1],
    ],
  );
  expect(second).toMatchObject({ text: 'Yes', words: [{ confidence: 0.135 }] });
});

test('without durations a word lasts until the next begins, and a third of a second at the end', () => {
  const words = segmentsOf(stretch({ text: 'a b', tokens: [' a', ' b'], timestamps: [1, 1.2] })).flatMap(
    (segment) => segment.words ?? [],
  );
  expect(words.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
    [11, 11.2],
    [11.2, 11.5],
  ]);
});

test('letters of scripts without blanks are words of their own, and the text stays as it is', () => {
  const [segment] = segmentsOf(
    stretch({ text: '透视表。', tokens: ['透', '视', '表', '。'], timestamps: [1, 1.2, 1.4, 1.6] }),
  );
  expect(segment).toMatchObject({
    text: '透视表。',
    words: [{ text: '透' }, { text: '视' }, { text: '表。' }],
  });
});

test('tokens that are not the text, as bytes of letters, give no words but the text', () => {
  const [segment] = segmentsOf(
    stretch({ text: 'für', tokens: [' f', '\ufffd', '\ufffd', 'r'], timestamps: [0, 1, 2, 3] }),
  );
  expect(segment).toEqual({ text: 'für', startSeconds: 10, endSeconds: 20, speaker: null });
});

test("Whisper's own sentences keep their times, inside the stretch", () => {
  const result = {
    text: ' One. Two.',
    segment_texts: [' One.', ' Two.'],
    segment_timestamps: [0, 6],
    segment_durations: [6, 6],
  };
  expect(segmentsOf(stretch(result))).toEqual([
    { text: 'One.', startSeconds: 10, endSeconds: 16, speaker: null },
    { text: 'Two.', startSeconds: 16, endSeconds: 20, speaker: null },
  ]);
});

test('a segment is cut where somebody else goes on, and loses no text', () => {
  const [segment] = segmentsOf(said);
  if (segment === undefined) throw new Error('no segment');
  const turns = [
    { startSeconds: 9, endSeconds: 10.6, speaker: 'Speaker 1' },
    { startSeconds: 10.6, endSeconds: 30, speaker: 'Speaker 2' },
  ];
  expect(withSpeakers(segment, turns)).toMatchObject([
    { speaker: 'Speaker 1', text: 'Pivot', endSeconds: 10.5 },
    { speaker: 'Speaker 2', text: 'tables, then.', startSeconds: 10.6 },
  ]);
});
