/** The steps of processing, in the order they are shown. */
export const stageNames = ['probe', 'transcode', 'transcribe', 'tag', 'index', 'extras', 'optimise'] as const;
export type StageName = (typeof stageNames)[number];

export const stageStatuses = ['waiting', 'running', 'done', 'skipped', 'failed'] as const;
export type StageStatus = (typeof stageStatuses)[number];

export const sessionStatuses = ['processing', 'ready', 'failed'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** What must have ended (done, skipped or failed) before a stage may start. */
export const stageOrder: Readonly<Record<StageName, readonly StageName[]>> = {
  probe: [],
  transcode: ['probe'],
  transcribe: ['probe'],
  tag: ['transcribe'],
  index: ['tag'],
  // storyboard, waveform and the sound alone: of the rendition, so that all agree on time
  extras: ['transcode'],
  // the encode that can wait, last
  optimise: ['extras'],
};

/** Stages without which there is nothing to play: their failure is the session's. */
const essentialStages: readonly StageName[] = ['probe', 'transcode'];

export interface StageState {
  readonly name: StageName;
  readonly status: StageStatus;
}

/** Whether a stage holds up nobody any more: a failed or skipped one does not either. */
export const isEnded = (status: StageStatus): boolean => status !== 'waiting' && status !== 'running';

/** The waiting stages whose predecessors have all ended. */
export function startableStages(stages: readonly StageState[]): StageName[] {
  const ended = new Set(stages.filter((stage) => isEnded(stage.status)).map((stage) => stage.name));
  return stages
    .filter((stage) => stage.status === 'waiting' && stageOrder[stage.name].every((name) => ended.has(name)))
    .map((stage) => stage.name);
}

/** What makes a session better that can be played and found already: nobody waits for it. */
const backgroundStages: readonly StageName[] = ['extras', 'optimise'];

/** Stages that may run again on a ready session without taking it away from its readers. */
const quietStages: readonly StageName[] = ['tag', 'index'];

/** The stages that work on the recording: a session of captions alone has nothing for them. */
export const mediaStages: readonly StageName[] = ['probe', 'transcode', 'extras', 'optimise'];

/**
 * A session is `failed` when it cannot be played, `ready` when every stage but those of the background has ended
 * (it can be played and found by then), and stays so while only quiet ones run again.
 */
export function sessionStatusOf(stages: readonly StageState[], before: SessionStatus): SessionStatus {
  if (stages.some((stage) => essentialStages.includes(stage.name) && stage.status === 'failed'))
    return 'failed';
  const open = stages.filter((stage) => !isEnded(stage.status) && !backgroundStages.includes(stage.name));
  if (open.length === 0) return 'ready';
  return before === 'ready' && open.every((stage) => quietStages.includes(stage.name))
    ? 'ready'
    : 'processing';
}

/** The given stages and everything that builds on them, in order. */
export function withDependents(names: readonly StageName[]): StageName[] {
  const wanted = new Set(names);
  for (const name of stageNames) if (stageOrder[name].some((before) => wanted.has(before))) wanted.add(name);
  return stageNames.filter((name) => wanted.has(name));
}

export interface Chapter {
  readonly startSeconds: number;
  readonly title: string;
}

/** Who set the chapters of a session: a tagger, a person, or whoever made the file. */
export const chapterAuthors = ['ai', 'person', 'file'] as const;
export type ChapterAuthor = (typeof chapterAuthors)[number];

/** Whether the chapters are a choice of people's, of those here or of those who made the file: no tagger changes them. */
export const areChosenChapters = (by: ChapterAuthor | null | undefined): boolean =>
  by === 'person' || by === 'file';
