import type { Transaction } from '../../drizzle/client.ts';
import { insertTerms, listTerms, type TermRow, updateTerm } from '../../drizzle/queries/terms.ts';
import { settleTopics } from '../../drizzle/queries/topic-merging.ts';
import { TermFields, TermPatch, type VocabularyImported } from '../api/vocabulary.ts';
import type { Reader } from '../model/access.ts';
import { topicSlug } from '../model/topic-slug.ts';
import { faultOn, faultsOn } from '../model/vocabulary/csv.ts';
import { mostTerms, slugsOf, type TermText, tidyTerm } from '../model/vocabulary/term.ts';
import { readTerms } from '../model/vocabulary/terms-csv.ts';
import { changeTopics, type TopicChange } from './change-topics.ts';
import type { ActionDeps } from './deps.ts';

interface Line {
  readonly line: number;
  readonly patch: TermPatch & { readonly name: string };
}

/** A line with what is stored of it, and what is to be. */
interface Planned {
  readonly line: number;
  readonly before: TermRow | undefined;
  readonly term: TermText;
}

type Fault = Parameters<typeof faultsOn>[0][number];

/**
 * Takes a CSV file into the vocabulary, all of it or nothing: a line whose name is there changes that term in the
 * columns that the file has, others are added, and what the file does not name stays. Throws DomainError
 * `unprocessable` with a sentence for each line that is wrong.
 */
export async function importVocabulary(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  author: Reader,
  csv: string,
): Promise<VocabularyImported> {
  const lines = linesOf(csv);
  return changeTopics(deps, async (tx) => save(tx, author, plan(lines, await listTerms(tx))));
}

function linesOf(csv: string): readonly Line[] {
  const faults: Fault[] = [];
  const read = readTerms(csv);
  refuseBeyond(read, mostTerms);
  const lines = read.flatMap(({ line, fields }): Line[] => {
    const parsed = TermPatch.required({ name: true }).safeParse(fields);
    if (parsed.success) return [{ line, patch: parsed.data }];
    for (const { path, message } of parsed.error.issues) {
      const [column] = path;
      faults.push({ line, message: `${String(column)}: ${message}`, column: path.join('.') });
    }
    return [];
  });
  if (faults.length > 0) throw faultsOn(faults);
  return lines;
}

function plan(lines: readonly Line[], stored: readonly TermRow[]): readonly Planned[] {
  const bySlug = new Map(stored.map((term) => [term.slug, term]));
  const planned = lines.map(({ line, patch }) => {
    const before = bySlug.get(topicSlug(patch.name));
    const known = before ?? TermFields.parse({ name: patch.name });
    const { name, kind = known.kind, note = known.note } = patch;
    const { aliases = known.aliases, mishearings = known.mishearings } = patch;
    return { line, before, term: tidyTerm({ name, kind, aliases, mishearings, note }) };
  });
  refuseClashes(planned, stored);
  const added = planned.filter(({ before }) => !before);
  refuseBeyond(added, Math.max(0, mostTerms - stored.length));
  return planned;
}

function refuseBeyond(lines: readonly { readonly line: number }[], most: number): void {
  const first = lines[most];
  if (first) throw faultOn(first.line, `From here on there are more than ${mostTerms} terms.`);
}

/** Every slug names one term, of the file or of those that stay as they are. */
function refuseClashes(planned: readonly Planned[], stored: readonly TermRow[]): void {
  const replaced = new Set(planned.map(({ before }) => before?.id));
  const owners = new Map<string, string>(
    stored
      .filter(({ id }) => !replaced.has(id))
      .flatMap((term) => slugsOf(term).map((slug) => [slug, `“${term.name}”`] as const)),
  );
  const faults: Fault[] = [];
  for (const { line, term } of planned)
    slugsOf(term).forEach((slug, at) => {
      const owner = owners.get(slug);
      const called = at === 0 ? term.name : term.aliases[at - 1];
      if (owner === undefined) owners.set(slug, `“${term.name}” (line ${line})`);
      else
        faults.push({
          line,
          message: `“${called}” is a name of ${owner} already.`,
          column: at === 0 ? 'name' : 'aliases',
        });
    });
  if (faults.length > 0) throw faultsOn(faults);
}

async function save(
  tx: Transaction,
  author: Reader,
  planned: readonly Planned[],
): Promise<TopicChange<VocabularyImported>> {
  const added = planned.filter(({ before }) => !before);
  const changed = planned.filter(({ before, term }) => before && !isSame(before, term));
  const saved = await insertTerms(
    tx,
    added.map(({ term }) => term),
    author.id,
  );
  for (const { before, term } of changed) {
    const row = before && (await updateTerm(tx, before.id, term));
    if (row) saved.push(row);
  }
  const unchanged = planned.length - added.length - changed.length;
  const result = { added: added.length, changed: changed.length, unchanged };
  return { result, sessionIds: await settleTopics(tx, saved) };
}

const isSame = (some: TermText, other: TermText): boolean =>
  textKeys.every((key) => JSON.stringify(some[key]) === JSON.stringify(other[key]));
const textKeys = ['name', 'kind', 'aliases', 'mishearings', 'note'] as const;
