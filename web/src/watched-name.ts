import { readPreference } from './preferences.ts';

/** Each person has a list in each browser: who signs in after them does not see it. */
export const nameOfWatched = (personId: string): string => `watched ${personId}`;

/** Whether there is anything on the list, so that the page can keep its place before it is loaded. */
export const hasWatched = (personId: string): boolean => readPreference(nameOfWatched(personId)) !== null;
