import { readFile } from 'node:fs/promises';
import { captionsFixture } from './fixtures.ts';

/** A session of the showcase, as it is added. */
export interface ShowcaseTalk {
  readonly title: string;
  readonly speakers: readonly string[];
  readonly topics: readonly string[];
  readonly daysAgo: number;
  /** Below `test/fixtures`; without one there is only the transcript. */
  readonly recording?: string;
  /** The recording is played again and again until it is so long; its captions go on for as long. */
  readonly seconds?: number;
  /** WebVTT. */
  readonly captions?: () => Promise<string>;
  readonly fields?: Readonly<Record<string, string>>;
}

const captionsOf = (name: string) => () => readFile(captionsFixture(`${name}.zoom.vtt`), 'utf8');

const time = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(11, 23);

/** One cue every four seconds. */
const cues = (speaker: string, texts: readonly string[]) => async () =>
  `WEBVTT\n\n${texts
    .map((text, at) => `${time(at * 4)} --> ${time(at * 4 + 4)}\n${speaker}: ${text}\n`)
    .join('\n')}`;

/** Every kind of session that a page has to cope with; what is newest comes first. */
export const showcaseTalks = {
  pivot: {
    title: 'Pivot tables in ten minutes',
    speakers: ['Dana Whitfield'],
    topics: ['Spreadsheets', 'Pivot tables'],
    daysAgo: 1,
    recording: 'talks/pivot-tables.mp4',
    seconds: 78,
    captions: captionsOf('pivot-tables'),
    fields: {
      description: 'From a list of ten thousand orders to one short answer, with the workbook to try it on.',
    },
  },
  long: {
    title:
      'Everything we wished somebody had told us before we moved the billing service from one database to another: dry runs, backfills, lag, and the weekend on which we did it twice',
    speakers: ['Ewan Sinclair', 'Harriet Cole', 'Tomasz Wiśniewski-Kowalczyk', 'Priya Raman'],
    topics: ['Databases', 'Migrations', 'Billing', 'Incident reviews', 'On call'],
    daysAgo: 2,
    recording: 'media/zoom-like.mp4',
    seconds: 26,
    captions: captionsOf('expense-report'),
  },
  arabic: {
    title: 'ورشة عمل: كيف نكتب مراجعة شيفرة مفيدة (Code Review)',
    speakers: ['ليلى حداد'],
    topics: ['مراجعة الشيفرة'],
    daysAgo: 3,
    recording: 'media/zoom-like.mp4',
    seconds: 14,
    captions: cues('ليلى حداد', [
      'أهلا بكم في ورشة العمل عن مراجعة الشيفرة.',
      'اقرأ الوصف قبل أن تقرأ السطر الأول.',
      'السؤال أفضل من الأمر، والمثال أفضل من السؤال.',
    ]),
    fields: { language: 'ar' },
  },
  japanese: {
    title: '表計算入門：ピボットテーブルで売上を集計する方法と、よくある間違い',
    speakers: ['佐藤 美咲'],
    topics: ['表計算'],
    daysAgo: 5,
    recording: 'media/zoom-like.mp4',
    seconds: 15,
    captions: cues('佐藤 美咲', [
      '今日はピボットテーブルの使い方を説明します。',
      '元の表には見出しが必要です。',
      '更新を忘れると、古い数字が残ります。',
    ]),
    fields: { language: 'ja' },
  },
  sound: {
    title: 'Five keyboard shortcuts for spreadsheets',
    speakers: ['Dana Whitfield'],
    topics: ['Spreadsheets', 'Shortcuts'],
    daysAgo: 9,
    recording: 'talks/keyboard-shortcuts.m4a',
    captions: captionsOf('keyboard-shortcuts'),
  },
  prompts: {
    title: 'Prompts that say what you mean',
    speakers: ['Marcus Oyelaran'],
    topics: ['Writing', 'Prompts'],
    daysAgo: 16,
    recording: 'talks/prompt-writing.mp4',
    seconds: 80,
    captions: captionsOf('prompt-writing'),
  },
  bisect: {
    title: 'Which commit broke it? git bisect',
    speakers: ['Ewan Sinclair'],
    topics: ['Git', 'Debugging'],
    daysAgo: 40,
    recording: 'talks/git-bisect.webm',
    captions: captionsOf('git-bisect'),
  },
  text: {
    title: 'Expense reports without tears',
    speakers: ['Harriet Cole'],
    topics: ['Expenses'],
    daysAgo: 90,
    captions: captionsOf('expense-report'),
  },
  interview: {
    title: 'How to open a customer interview',
    speakers: ['Marcus Oyelaran'],
    topics: ['Research'],
    daysAgo: 400,
    recording: 'talks/customer-interview.mp3',
    captions: captionsOf('customer-interview'),
    fields: { visibility: 'team' },
  },
  failed: {
    title: 'Quarterly numbers, first take',
    speakers: ['Harriet Cole'],
    topics: [],
    daysAgo: 4,
    recording: 'media/no-index.mp4',
  },
  binned: {
    title: 'Microphone test',
    speakers: [],
    topics: [],
    daysAgo: 6,
    captions: captionsOf('sales-objections'),
  },
} as const satisfies Readonly<Record<string, ShowcaseTalk>>;

export type TalkName = keyof typeof showcaseTalks;
