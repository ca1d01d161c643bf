import { describe, expect, test } from 'vitest';
import { mixLevels, speechLevels, type Turns } from '../../../test/support/channel-levels.ts';
import type { Segment, Transcript } from '../transcript.ts';
import { type ChannelTranscript, isChannelSpeaker, joinChannels } from './join-channels.ts';

const seconds = 40;
const levelsOf = (...turns: Turns) => speechLevels(seconds, turns);
const silence = levelsOf();

/** Words of 0.3 s with 0.1 s between them. */
function said(startSeconds: number, text: string, speaker: string | null = null): Segment {
  const words = text.split(' ').map((word, at) => {
    const start = startSeconds + 0.4 * at;
    return { startSeconds: start, endSeconds: start + 0.3, text: word };
  });
  return { startSeconds, endSeconds: words.at(-1)?.endSeconds ?? 0, speaker, text, words };
}

const transcript = (segments: readonly Segment[], others: Partial<Transcript> = {}): Transcript => ({
  ...{ engine: 'test', grade: 'good', language: 'en', segments },
  ...others,
});
const textOf = (segments: readonly Segment[]) =>
  segments.map(({ startSeconds, speaker, text }) => `${Number(startSeconds.toFixed(3))} ${speaker}: ${text}`);

interface Side {
  readonly segments: readonly Segment[];
  readonly levels: Float32Array;
}

function join(first: Side, second: Side): readonly Segment[] {
  const transcripts: [ChannelTranscript, ChannelTranscript] = [
    { channel: 1, transcript: transcript(first.segments) },
    { channel: 2, transcript: transcript(second.segments) },
  ];
  return joinChannels(transcripts, [first.levels, second.levels]).segments;
}

const question = said(1, 'how many boxes did you order');
const answer = said(6, 'we ordered forty of them');
const [questionLevels, answerLevels] = [levelsOf([1, 3.4]), levelsOf([6, 8])];

describe('two channels', () => {
  test('become one text in order of time, each voice called after its channel', () => {
    const thanks = said(10, 'thank you');
    const segments = join(
      { segments: [question, thanks], levels: levelsOf([1, 3.4], [10, 11]) },
      { segments: [answer], levels: answerLevels },
    );
    expect(textOf(segments)).toEqual([
      '1 Channel 1: how many boxes did you order',
      '6 Channel 2: we ordered forty of them',
      '10 Channel 1: thank you',
    ]);
    expect(segments.map(({ words }) => words)).toEqual([question, answer, thanks].map(({ words }) => words));
  });

  test('keep both who speak at the same time', () => {
    const interruption = said(1.5, 'oh wait');
    const segments = join(
      { segments: [question], levels: questionLevels },
      { segments: [interruption, answer], levels: levelsOf([1.5, 2.2], [6, 8]) },
    );
    expect(textOf(segments)).toEqual([
      '1 Channel 1: how many boxes did you order',
      '1.5 Channel 2: oh wait',
      '6 Channel 2: we ordered forty of them',
    ]);
  });

  test('are cut where somebody begins to speak in the pause of another', () => {
    const [before, after] = [said(1, 'are you there'), said(4, 'hello again')];
    const long: Segment = {
      ...{
        startSeconds: 1,
        endSeconds: after.endSeconds,
        speaker: null,
        text: 'Are you there? Hello again.',
      },
      words: [said(1, 'Are you there?'), said(4, 'Hello again.')].flatMap(({ words = [] }) => words),
    };
    const segments = join(
      { segments: [long], levels: levelsOf([1, 2.2], [4, 4.8]) },
      { segments: [said(2.6, 'yes')], levels: levelsOf([2.6, 3]) },
    );
    expect(textOf(segments)).toEqual([
      '1 Channel 1: Are you there?',
      '2.6 Channel 2: yes',
      '4 Channel 1: Hello again.',
    ]);
    expect(segments[0]?.endSeconds).toBeCloseTo(before.endSeconds);
  });
});

describe('what one channel has of the other’s voice', () => {
  const own = said(12, 'that is far too many');
  const quiet = (levels: Float32Array, other: Float32Array, decibels: number) =>
    mixLevels([levels, 0], [other, decibels]);

  test('is left out, whatever the recogniser makes of it', () => {
    const ownLevels = levelsOf([12, 14]);
    const segments = join(
      { segments: [question], levels: questionLevels },
      { segments: [said(1.1, 'cow money foxes ditch'), own], levels: quiet(ownLevels, questionLevels, -24) },
    );
    expect(textOf(segments)).toEqual([
      '1 Channel 1: how many boxes did you order',
      '12 Channel 2: that is far too many',
    ]);
  });

  test('is kept once where the same words stand in both, in the louder one, and what comes after it stays', () => {
    const both = said(1.2, 'how many boxes did you order no idea');
    const levels = quiet(levelsOf([3.6, 4.4], [12, 14]), questionLevels, -8);
    const segments = join(
      { segments: [question], levels: questionLevels },
      { segments: [both, own], levels },
    );
    expect(textOf(segments)).toEqual([
      '1 Channel 1: how many boxes did you order',
      '3.6 Channel 2: no idea',
      '12 Channel 2: that is far too many',
    ]);
  });

  test('is left out of segments without word times too', () => {
    const { words: _words, ...plain } = said(1.2, 'How many boxes did you order?');
    const segments = join(
      { segments: [question], levels: questionLevels },
      { segments: [plain, own], levels: quiet(levelsOf([12, 14]), questionLevels, -8) },
    );
    expect(textOf(segments)).toEqual([
      '1 Channel 1: how many boxes did you order',
      '12 Channel 2: that is far too many',
    ]);
  });

  test('is not a quiet word of one’s own, nor the same words said later', () => {
    const segments = join(
      { segments: [question], levels: mixLevels([questionLevels, 0], [answerLevels, -50]) },
      {
        segments: [said(2, 'mhm'), said(3.8, 'how many boxes')],
        levels: mixLevels([levelsOf([2, 2.3]), -14], [levelsOf([3.8, 5], [12, 14]), 0]),
      },
    );
    expect(textOf(segments)).toEqual([
      '1 Channel 1: how many boxes did you order',
      '2 Channel 2: mhm',
      '3.8 Channel 2: how many boxes',
    ]);
  });
});

describe('the rest of the transcript', () => {
  const joined = (first: Partial<Transcript>, second: Partial<Transcript>) =>
    joinChannels(
      [
        { channel: 1, transcript: transcript([], first) },
        { channel: 3, transcript: transcript([], second) },
      ],
      [silence, silence, silence],
    );

  test('names that an engine gave stay, and are told apart where two channels have the same', () => {
    const first = { segments: [said(1, 'one', 'Ann'), said(3, 'two', 'Speaker A')] };
    const second = { segments: [said(5, 'three', 'Speaker A'), said(7, 'four')] };
    const speakers = joined(first, second).segments.map(({ speaker }) => speaker);
    expect(speakers).toEqual(['Ann', 'Channel 1, Speaker A', 'Channel 3, Speaker A', 'Channel 3']);
    expect(speakers.map((speaker) => isChannelSpeaker(speaker ?? ''))).toEqual([false, true, true, true]);
  });

  test('the language is that of most words, and a phrase heard in both channels was said once', () => {
    const find = (startSeconds: number, phrase: string) => ({
      startSeconds,
      endSeconds: startSeconds + 1,
      phrase,
    });
    const { language, spotted } = joined(
      {
        language: 'de',
        segments: [said(1, 'ja')],
        spotted: [find(1, 'pivot table'), find(9, 'pivot table')],
      },
      { segments: [said(3, 'yes of course')], spotted: [find(0.8, 'pivot table'), find(4, 'slicer')] },
    );
    expect(language).toBe('en');
    expect(spotted).toEqual([find(0.8, 'pivot table'), find(4, 'slicer'), find(9, 'pivot table')]);
  });
});
