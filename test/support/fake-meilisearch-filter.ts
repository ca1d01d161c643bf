import { Refusal } from './fake-meilisearch-settings.ts';

export type FakeDocument = Readonly<Record<string, unknown>>;
type Condition = (document: FakeDocument) => boolean;

const badFilter = (message: string) => new Refusal('invalid_search_filter', message);

/** The attributes that a filter names. */
export function filterNames(filter: unknown): string[] {
  if (Array.isArray(filter)) return filter.flatMap(filterNames);
  const bare = String(filter ?? '').replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  return [...bare.matchAll(/([A-Za-z_][\w.]*)\s*(?:[<>!]?=|[<>]|(?:NOT )?IN\b)/g)].map(
    ([, name = '']) => name,
  );
}

/** Reads a filter as Meilisearch takes it: a string, or a list that must all hold with lists of which one must. */
export function readFilter(filter: unknown): Condition {
  if (filter === undefined || filter === null) return () => true;
  if (typeof filter === 'string') return readExpression(filter);
  if (!Array.isArray(filter)) throw badFilter(`unexpected filter ${JSON.stringify(filter)}`);
  const all = filter.map((part: unknown) => {
    if (!Array.isArray(part)) return readFilter(part);
    const any = part.map((one: unknown) => readFilter(one));
    return (document: FakeDocument) => any.some((holds) => holds(document));
  });
  return (document) => all.every((holds) => holds(document));
}

/** `OR` binds weaker than `AND`; operators: = != >= <= > < IN, NOT IN, NOT, parentheses. */
function readExpression(text: string): Condition {
  const tokens = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([()[\],]|[<>!]?=|[<>])|([^\s()[\],=<>!]+)/g)].map(
    ([whole, quoted]) =>
      quoted === undefined
        ? { text: whole, isQuoted: false }
        : { text: quoted.replaceAll(/\\(.)/g, '$1'), isQuoted: true },
  );
  if (text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').includes('"')) throw badFilter(`unbalanced quote in ${text}`);
  let at = 0;
  const is = (word: string) => tokens[at]?.text === word && !tokens[at]?.isQuoted;
  const take = (): string => {
    const token = tokens[at];
    if (token === undefined) throw badFilter(`unexpected end of ${text}`);
    at += 1;
    return token.text;
  };
  const expect = (word: string) => {
    if (!is(word)) throw badFilter(`expected ${word} in ${text}`);
    at += 1;
  };
  const or = (): Condition => {
    const parts = [and()];
    while (is('OR')) {
      at += 1;
      parts.push(and());
    }
    return (document) => parts.some((part) => part(document));
  };
  const and = (): Condition => {
    const parts = [term()];
    while (is('AND')) {
      at += 1;
      parts.push(term());
    }
    return (document) => parts.every((part) => part(document));
  };
  const term = (): Condition => {
    if (is('NOT')) {
      at += 1;
      const denied = term();
      return (document) => !denied(document);
    }
    if (is('(')) {
      at += 1;
      const inner = or();
      expect(')');
      return inner;
    }
    const attribute = take();
    const isNegated = is('NOT');
    if (isNegated) at += 1;
    const operator = take();
    const values = operator === 'IN' ? list() : [take()];
    const holds = compare(operator, values);
    return (document) => valuesOf(document[attribute]).some(holds) !== isNegated;
  };
  const list = (): string[] => {
    expect('[');
    const values: string[] = [];
    while (!is(']')) {
      values.push(take());
      if (is(',')) at += 1;
    }
    expect(']');
    return values;
  };
  const condition = or();
  if (at < tokens.length) throw badFilter(`unexpected ${tokens[at]?.text} in ${text}`);
  return condition;
}

/** Text is compared without regard to case, as Meilisearch does. */
function compare(operator: string, values: readonly string[]): (value: unknown) => boolean {
  const wanted = values.map((value) => value.toLowerCase());
  const [first = ''] = values;
  if (operator === '=' || operator === 'IN') return (value) => wanted.includes(String(value).toLowerCase());
  if (operator === '>=') return (value) => Number(value) >= Number(first);
  if (operator === '<=') return (value) => Number(value) <= Number(first);
  throw badFilter(`the fake does not know the operator ${operator}`);
}

const valuesOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === null ? [] : [value];
