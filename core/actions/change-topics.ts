import type { Transaction } from '../../drizzle/client.ts';
import { lockTopicNames } from '../../drizzle/queries/topic-names.ts';
import { changeAndIndex, type IndexedChange } from './change-and-index.ts';
import type { ActionDeps } from './deps.ts';

/** What came of a change of names, and which sessions have other topics now. */
export type TopicChange<T> = IndexedChange<T>;

/**
 * Changes topics or terms in one transaction, alone; the index of the sessions follows. Those are not locked: who has
 * locked one may be waiting for the names.
 */
export function changeTopics<T>(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  change: (tx: Transaction) => Promise<TopicChange<T>>,
): Promise<T> {
  return changeAndIndex(deps, async (tx) => {
    await lockTopicNames(tx);
    return change(tx);
  });
}
