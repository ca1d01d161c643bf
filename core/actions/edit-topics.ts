import type { Transaction } from '../../drizzle/client.ts';
import { deleteTerm, listTermsNamed, type TermRow } from '../../drizzle/queries/terms.ts';
import { settleTopics } from '../../drizzle/queries/topic-merging.ts';
import {
  describeTopic,
  findTopicPage,
  listSessionsWith,
  removeTopic as removeTopicRow,
  type TopicPage,
} from '../../drizzle/queries/topic-pages.ts';
import { removePins } from '../../drizzle/queries/topic-pins.ts';
import type { TopicPatch } from '../api/topics.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { topicSlug } from '../model/topic-slug.ts';
import { changeTopics } from './change-topics.ts';
import type { ActionDeps } from './deps.ts';
import { aliasesAfter, saveTerm } from './edit-vocabulary.ts';

type Deps = Pick<ActionDeps, 'db' | 'queue' | 'log'>;

/**
 * Renames or describes a topic; under its old name it is found as before, unless its other names are given too: topics
 * that are called by them become this one. Gives its slug.
 */
export function editTopic(deps: Deps, curator: Reader, slug: string, patch: TopicPatch): Promise<string> {
  return changeTopics(deps, async (tx) => {
    const topic = await topicOf(tx, curator, slug);
    const { name = topic.name, description, aliases } = patch;
    if (description !== undefined) await describeTopic(tx, topic.id, description);
    if (name === topic.name && areSame(aliases ?? topic.aliases, topic.aliases))
      return { result: topic.slug, sessionIds: [] };
    const newSlug = topicSlug(name);
    const other = newSlug === topic.slug ? undefined : await findTopicPage(tx, curator, newSlug);
    if (other && other.id !== topic.id)
      throw new DomainError('conflict', `There is a topic “${other.name}”. Merge this one into it.`, {
        extra: { errors: [{ path: 'name', message: 'is taken' }] },
      });
    const term = await termOf(tx, topic);
    // Capitals need no entry in the vocabulary.
    if (!term && newSlug === topic.slug && !aliases?.length)
      return {
        result: newSlug,
        sessionIds: await settleTopics(tx, [{ slug: newSlug, name, aliasSlugs: [] }]),
      };
    const fields = term ?? { ...newTerm, name: topic.name };
    const saved = { ...fields, name, aliases: aliases ?? aliasesAfter(fields, name) };
    return { ...(await saveTerm(tx, saved, { author: curator, before: term })), result: newSlug };
  });
}

/**
 * Makes one topic of two: all sessions of `slug` have `into` from now on, and the vocabulary has the old name as an
 * alias, so that taggers and people who write it mean the same. Gives the slug of what stays.
 */
export function mergeTopics(deps: Deps, curator: Reader, slug: string, into: string): Promise<string> {
  return changeTopics(deps, async (tx) => {
    const from = await topicOf(tx, curator, slug);
    const target = await topicOf(tx, curator, into);
    if (from.id === target.id) throw new DomainError('invalid', 'These are names of one topic already.');
    const [oldTerm, term] = [await termOf(tx, from), await termOf(tx, target)];
    if (oldTerm) await deleteTerm(tx, oldTerm.id);
    const fields = term ?? { ...newTerm, kind: oldTerm?.kind ?? newTerm.kind, name: target.name };
    const merged = {
      ...fields,
      aliases: [...fields.aliases, from.name, ...(oldTerm?.aliases ?? [])],
      mishearings: [...fields.mishearings, ...(oldTerm?.mishearings ?? [])],
      note: fields.note || (oldTerm?.note ?? ''),
    };
    return { ...(await saveTerm(tx, merged, { author: curator, before: term })), result: target.slug };
  });
}

/** Takes a topic off all sessions, for ever as far as taggers are concerned. */
export async function removeTopic(deps: Deps, curator: Reader, slug: string): Promise<void> {
  await changeTopics(deps, async (tx) => {
    const { id } = await topicOf(tx, curator, slug);
    const sessionIds = await listSessionsWith(tx, [id]);
    await removeTopicRow(tx, id);
    await removePins(tx, id);
    return { result: undefined, sessionIds };
  });
}

const areSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, at) => name === other[at]);

const newTerm = { kind: 'topic', aliases: [], mishearings: [], note: '' } as const;

async function topicOf(tx: Transaction, reader: Reader, slug: string): Promise<TopicPage> {
  const topic = await findTopicPage(tx, reader, slug);
  if (!topic) throw new DomainError('not-found', 'There is no such topic.');
  return topic;
}

async function termOf(tx: Transaction, topic: TopicPage): Promise<TermRow | undefined> {
  const [term] = await listTermsNamed(tx, [topic.slug]);
  return term;
}
