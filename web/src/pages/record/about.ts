import type { SessionPatch } from '../../../../core/api/sessions.ts';
import type { UploadAboutInput } from '../../../../core/api/uploads.ts';
import type { Visibility } from '../../../../core/model/access.ts';
import type { Chapter } from '../../../../core/model/session.ts';
import { splitNames } from '../../text/list.ts';
import type { MediaType } from './media-type.ts';

/** What the form asks, as typed. */
export interface About {
  readonly title: string;
  /** Names separated by commas. */
  readonly speakers: string;
  readonly topics: string;
  readonly visibility: Visibility;
}

/** A place in the recording that somebody marked. */
export interface Mark {
  readonly id: number;
  readonly startSeconds: number;
  /** As typed; empty: it is numbered. */
  readonly title: string;
}

const beginning = 'Beginning';
/** Two marks within this time are one, pressed twice. */
const shortestSeconds = 1;

/** The marks and one more; the first one also names what came before it. */
export function withMark(marks: readonly Mark[], startSeconds: number): readonly Mark[] {
  const last = marks.at(-1);
  if (startSeconds - (last?.startSeconds ?? 0) < shortestSeconds) return marks;
  const before = last ? marks : [{ id: 0, startSeconds: 0, title: beginning }];
  return [...before, { id: (before.at(-1)?.id ?? 0) + 1, startSeconds, title: '' }];
}

/** Without one of them; what came before the only other one needs no name. */
export function withoutMark(marks: readonly Mark[], id: number): readonly Mark[] {
  const left = marks.filter((mark) => mark.id !== id);
  return left.length === 1 && left[0]?.id === 0 ? [] : left;
}

export const nameless = (place: number): string => `Chapter ${place + 1}`;

/** The marks as chapters, nameless ones numbered. */
export const chaptersOf = (marks: readonly Mark[]): Chapter[] =>
  marks.map(({ startSeconds, title }, place) => ({ startSeconds, title: title.trim() || nameless(place) }));

/** `Recording of 12 March, 14:05`: what a recording is called until somebody gives it a name. */
export function titleOf(startedAt: Date): string {
  const day = startedAt.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
  const time = startedAt.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return `Recording of ${day}, ${time}`;
}

interface Said {
  readonly about: About;
  readonly startedAt: Date;
  /** From 1: a recording that broke off for too long goes on in another session. */
  readonly part?: number;
}

interface SaidMeanwhile extends Said {
  readonly marks: readonly Mark[];
  /** How much of the recording is in the parts before. */
  readonly beforeSeconds?: number;
}

/** What an upload in progress is said to be. */
export function uploadAboutOf({ about, marks, startedAt, part = 1, beforeSeconds = 0 }: SaidMeanwhile) {
  const title = about.title.trim() || titleOf(startedAt);
  return {
    title: part === 1 ? title : `${title}, part ${part}`,
    speakers: splitNames(about.speakers),
    topics: splitNames(about.topics),
    visibility: about.visibility,
    recordedAt: startedAt.toISOString(),
    chapters: chaptersAfter(chaptersOf(marks), beforeSeconds),
  } satisfies UploadAboutInput;
}

/** The chapters of a part, counted from its beginning; the one that goes on there is its first. */
function chaptersAfter(chapters: readonly Chapter[], seconds: number): Chapter[] {
  const going = chapters.findLastIndex(({ startSeconds }) => startSeconds <= seconds);
  return chapters.slice(Math.max(0, going)).map(({ startSeconds, title }) => ({
    startSeconds: Math.max(0, startSeconds - seconds),
    title,
  }));
}

/** The same for a session that is there; its chapters are changed on its own page. */
export function sessionPatchOf(said: Said): SessionPatch {
  const { title, speakers, topics, visibility } = uploadAboutOf({ ...said, marks: [] });
  return { title, speakers, topics, visibility };
}

/** The same as metadata of a new upload (tus 1.0): a list is a JSON array. */
export function metadataOf(said: Said, { ending }: MediaType): Readonly<Record<string, string>> {
  const { chapters: _none, speakers, topics, ...texts } = uploadAboutOf({ ...said, marks: [] });
  const lists = { speakers: JSON.stringify(speakers), topics: JSON.stringify(topics) };
  return { ...texts, ...lists, filename: `Recording.${ending}` };
}
