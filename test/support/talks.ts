import type { Segment } from '../../core/model/transcript.ts';
import type { TagRequest } from '../../core/ports/tagger.ts';

/** One segment every ten seconds. */
export const said = (texts: readonly string[], speaker: string | null = null): Segment[] =>
  texts.map((text, index) => ({ startSeconds: index * 10, endSeconds: index * 10 + 9, speaker, text }));

export const pivotTalk = said([
  'Hello, my name is Dana, and today I will show you pivot tables.',
  'A pivot table turns a long list into a short answer, you know.',
  'So basically, drag the region to the rows and the revenue to the values.',
  'If the pivot table counts instead of adding, there is text in the revenue column.',
  'You can kind of add a slicer, and one slicer filters many pivot tables.',
  'When the source changes, the slicer stays, and the pivot table has to be refreshed.',
  'I am going to say it again, refresh the pivot table. Thank you.',
]);

const kubernetes = [
  'The Kubernetes cluster schedules every container on a healthy node.',
  'A container image is pulled by the cluster before the pod starts.',
  'When a pod crashes, the Kubernetes scheduler starts another pod on a node.',
  'The cluster autoscaler adds a node when a pod cannot be placed.',
];
const baking = [
  'A sourdough starter needs flour and water every morning.',
  'Knead the sourdough until the gluten holds the dough together.',
  'The oven must be hot before the bread goes in, and steam helps the crust.',
  'Let the bread cool, or the crumb of the sourdough turns gummy.',
];
const repeated = (texts: readonly string[], times: number): string[] =>
  Array.from({ length: times }, () => texts).flat();

/** Twenty minutes: the first half on one subject, the second on another. */
export const twoSubjects = said([...repeated(kubernetes, 15), ...repeated(baking, 15)]);

/** A request of the given transcript, in English and with a corpus that knows nothing. */
export const tagRequest = (request: Partial<TagRequest>): TagRequest => ({
  title: '',
  description: '',
  language: 'en',
  likelyLanguage: request.language ?? 'en',
  slideChanges: [],
  stems: async (words) => new Map(words.map((word) => [word, word])),
  durationSeconds: request.segments?.at(-1)?.endSeconds ?? 0,
  segments: [],
  knownTopics: [],
  otherNames: new Map(),
  documentFrequency: async () => new Map(),
  documentCount: 0,
  ...request,
});
