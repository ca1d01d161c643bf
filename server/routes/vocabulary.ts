import { z } from 'zod';
import { addTerm, editTerm, removeTerm } from '../../core/actions/edit-vocabulary.ts';
import { importVocabulary } from '../../core/actions/import-vocabulary.ts';
import {
  Term,
  TermFields,
  TermList,
  TermListQuery,
  TermParams,
  TermPatch,
  VocabularyImported,
} from '../../core/api/vocabulary.ts';
import { decodeCaptions } from '../../core/model/captions/decode.ts';
import { writeTerms } from '../../core/model/vocabulary/terms-csv.ts';
import { storable } from '../../drizzle/queries/search-scope.ts';
import { listTerms, type TermRow } from '../../drizzle/queries/terms.ts';
import { readerOf } from '../plugins/access.ts';
import { always, bytes } from '../plugins/openapi-notes.ts';
import type { App, AppDeps } from '../types.ts';
import { answerIn, noContent, problems } from './answers.ts';
import { pageOf, parseSlugCursor, toSlugCursor } from './list-cursor.ts';

/** Ten thousand terms are about one megabyte. */
const mostCsvBytes = 5 * 2 ** 20;
const csvType = 'text/csv';

const present = ({ id, slug, name, kind, aliases, mishearings, note, updatedAt }: TermRow): Term => ({
  ...{ id, slug, name, kind, aliases, mishearings, note },
  updatedAt: updatedAt.toISOString(),
});

/** The company's words: reading, writing, and as a file for spreadsheets. */
export function vocabularyRoutes(app: App, deps: AppDeps): void {
  termRoutes(app, deps);
  exportRoute(app, deps);
  // In a scope of its own: here alone a body is CSV, and nothing else.
  app.register((scope: App, _options, registered) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(csvType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    importRoute(scope, deps);
    registered();
  });
}

function termRoutes(app: App, deps: AppDeps): void {
  app.get(
    '/api/vocabulary',
    {
      config: { access: 'member' },
      schema: {
        tags: ['vocabulary'],
        querystring: TermListQuery,
        response: { 200: TermList, ...problems(400, 401) },
      },
    },
    async (request) => {
      const { limit, cursor, q } = request.query;
      const after = cursor === undefined ? undefined : parseSlugCursor(cursor);
      const having = q === undefined ? undefined : storable(q.trim());
      const { items, nextCursor } = pageOf(
        await listTerms(deps.db, { limit: limit + 1, after, having }),
        limit,
        toSlugCursor,
      );
      return { items: items.map(present), nextCursor };
    },
  );

  app.post(
    '/api/vocabulary',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['vocabulary'],
        summary: 'Add a term; topics that are called by its aliases become its own',
        body: TermFields,
        response: { 201: Term, ...problems(400, 401, 403, 409, 422) },
      },
    },
    async (request, reply) => {
      const term = await addTerm(deps, readerOf(request), request.body);
      return reply.status(201).send(present(term));
    },
  );

  app.patch(
    '/api/vocabulary/:id',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['vocabulary'],
        summary: 'Change what is given; an old name becomes an alias unless aliases are given too',
        params: TermParams,
        body: TermPatch,
        response: { 200: Term, ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request) => present(await editTerm(deps, readerOf(request), request.params.id, request.body)),
  );

  app.delete(
    '/api/vocabulary/:id',
    {
      config: { access: 'curator' },
      schema: {
        tags: ['vocabulary'],
        params: TermParams,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await removeTerm(deps, request.params.id);
      return reply.status(204).send();
    },
  );
}

function exportRoute(app: App, { db }: AppDeps): void {
  app.get(
    '/api/vocabulary.csv',
    {
      config: { access: 'member' },
      schema: {
        tags: ['vocabulary'],
        summary: 'All terms as CSV (RFC 4180, UTF-8) that can be imported again',
        description:
          'An apostrophe before `=`, `+`, `-` or `@` keeps spreadsheets from running a cell; import takes it off.',
        response: {
          200: answerIn([csvType], z.string(), 'A line for each term', {
            'Content-Disposition': always("A file's name for it"),
          }),
          ...problems(401),
        },
      },
    },
    async (_request, reply) =>
      reply
        .header('content-disposition', 'attachment; filename="vocabulary.csv"')
        .type(`${csvType}; charset=utf-8`)
        .serializer((written: string) => written)
        .send(writeTerms(await listTerms(db))),
  );
}

function importRoute(app: App, deps: AppDeps): void {
  app.post(
    '/api/vocabulary/import',
    {
      config: { access: 'curator' },
      bodyLimit: mostCsvBytes,
      schema: {
        tags: ['vocabulary'],
        summary: 'Add and change terms by a CSV file, all of it or nothing',
        description:
          'Columns `name`, `kind`, `aliases`, `mishearings`, `note` in any order, of which only `name` must be there; ' +
          'several aliases in a cell with `;` between them. A term of the same name is changed, others stay.',
        'x-reads': { body: { required: true, content: { [csvType]: { schema: bytes } } } },
        response: { 200: VocabularyImported, ...problems(400, 401, 403, 413, 415, 422) },
      },
    },
    (request) => {
      const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return importVocabulary(deps, readerOf(request), decodeCaptions(file));
    },
  );
}
