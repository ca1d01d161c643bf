import type { Transaction } from '../../drizzle/client.ts';
import {
  countTerms,
  deleteTerm,
  findTerm,
  insertTerms,
  listTermsNamed,
  type TermRow,
  updateTerm,
} from '../../drizzle/queries/terms.ts';
import { settleTopics } from '../../drizzle/queries/topic-merging.ts';
import type { TermFields, TermPatch } from '../api/vocabulary.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { topicSlug } from '../model/topic-slug.ts';
import { mostTerms, slugsOf, type TermText, tidyTerm } from '../model/vocabulary/term.ts';
import { changeTopics, type TopicChange } from './change-topics.ts';
import type { ActionDeps } from './deps.ts';

type Deps = Pick<ActionDeps, 'db' | 'queue' | 'log'>;

/**
 * Adds a term; topics that are called by its aliases become its own. Throws `conflict` when a name is taken, and
 * `unprocessable` when the vocabulary is full.
 */
export function addTerm(deps: Deps, author: Reader, fields: TermFields): Promise<TermRow> {
  return changeTopics(deps, async (tx) => {
    const saved = await saveTerm(tx, fields, { author });
    if ((await countTerms(tx)) > mostTerms) throw vocabularyFull();
    return saved;
  });
}

const vocabularyFull = (): DomainError =>
  new DomainError(
    'unprocessable',
    `The vocabulary has ${mostTerms.toLocaleString('en')} terms, and cannot have more. Remove one first.`,
  );

/** Changes what is given. A name that another takes the place of stays as an alias, unless aliases are given too. */
export function editTerm(deps: Deps, author: Reader, id: string, patch: TermPatch): Promise<TermRow> {
  return changeTopics(deps, async (tx) => {
    const before = await findTerm(tx, id);
    if (!before) throw noSuchTerm();
    const { name = before.name, kind = before.kind, note = before.note } = patch;
    const { mishearings = before.mishearings, aliases = aliasesAfter(before, name) } = patch;
    return saveTerm(tx, { name, kind, note, mishearings, aliases }, { author, before });
  });
}

/** The aliases of a term that is called `name` from now on. */
export const aliasesAfter = (before: Pick<TermText, 'name' | 'aliases'>, name: string): readonly string[] =>
  topicSlug(name) === topicSlug(before.name) ? before.aliases : [...before.aliases, before.name];

/** The topic of the same name stays. */
export async function removeTerm(deps: Deps, id: string): Promise<void> {
  await changeTopics(deps, async (tx) => {
    if (!(await deleteTerm(tx, id))) throw noSuchTerm();
    return { result: undefined, sessionIds: [] };
  });
}

export const noSuchTerm = (): DomainError => new DomainError('not-found', 'There is no such term.');

/**
 * Writes a term in place of `before`, or as a new one, and has topics follow. In `changeTopics`. Throws `conflict`
 * when another term has one of the names.
 */
export async function saveTerm(
  tx: Transaction,
  fields: TermText,
  { author, before }: { readonly author: Reader; readonly before?: TermRow | undefined },
): Promise<TopicChange<TermRow>> {
  const term = tidyTerm(fields);
  const others = await listTermsNamed(tx, slugsOf(term));
  const errors = clashesOf(
    term,
    others.filter(({ id }) => id !== before?.id),
  );
  if (errors[0]) throw new DomainError('conflict', errors[0].message, { extra: { errors } });
  const [saved] = before ? [await updateTerm(tx, before.id, term)] : await insertTerms(tx, [term], author.id);
  if (!saved) throw noSuchTerm();
  return { result: saved, sessionIds: await settleTopics(tx, [saved]) };
}

/** The names of a term that others have, as fields with a sentence. */
export function clashesOf(
  term: Pick<TermText, 'name' | 'aliases'>,
  others: readonly Pick<TermText, 'name' | 'aliases'>[],
): { readonly path: string; readonly message: string }[] {
  const owners = new Map(
    others.flatMap((other) => slugsOf(other).map((slug) => [slug, other.name] as const)),
  );
  return slugsOf(term).flatMap((slug, at) => {
    const owner = owners.get(slug);
    const called = at === 0 ? term.name : term.aliases[at - 1];
    if (owner === undefined) return [];
    const path = at === 0 ? 'name' : `aliases.${at - 1}`;
    return [{ path, message: `“${called}” is a name of “${owner}” already.` }];
  });
}
