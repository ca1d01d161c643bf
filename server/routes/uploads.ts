import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { chaptersInOrder } from '../../core/actions/edit-session.ts';
import { Upload, UploadAbout, UploadList } from '../../core/api/uploads.ts';
import { DomainError } from '../../core/model/errors.ts';
import { newId } from '../../drizzle/ids.ts';
import {
  describeUnfinished,
  findUpload,
  listUnfinishedUploads,
  type UploadRow,
} from '../../drizzle/queries/uploads.ts';
import { readerOf } from '../plugins/access.ts';
import { presentUpload } from '../presenters/upload.ts';
import type { App, AppDeps } from '../types.ts';
import { refuseUnlessResumable } from '../uploads/tus/admit.ts';
import { checksumAlgorithms } from '../uploads/tus/checksum.ts';
import { finishWhole } from '../uploads/tus/finish.ts';
import { speakTus, uploadsPath } from '../uploads/tus/protocol.ts';
import { expiryOf, noSuchUpload } from '../uploads/tus/uploads.ts';
import { problems } from './answers.ts';
import { UploadParams, uploadSchemas } from './upload-schemas.ts';

const config = { access: 'champion', refusedBodyMs: 30_000 } as const;
const pathOfOne = `${uploadsPath}/:id` as const;

/** Of a piece: that it does not go on where the upload ends. */
const isMisfit = (error: unknown) =>
  error instanceof DomainError && ['too-large', 'conflict', 'invalid'].includes(error.code);

/** Uploads in pieces (tus 1.0), and a list of what is unfinished. */
export function uploadRoutes(app: App, { db, uploads }: Pick<AppDeps, 'db' | 'uploads'>): void {
  app.get(
    uploadsPath,
    {
      config: { access: 'champion' },
      schema: {
        tags: ['uploads'],
        summary: "The caller's unfinished uploads, oldest first",
        response: { 200: UploadList, ...problems(401, 403) },
      },
    },
    async (request) => {
      const rows = await listUnfinishedUploads(db, readerOf(request).id);
      const items = rows.map(async (row) => presentUpload(row, await uploads.staging.stat(row.id)));
      return { items: await Promise.all(items), nextCursor: null };
    },
  );

  const findOwn = async (request: FastifyRequest, id: string): Promise<UploadRow> => {
    const row = await findUpload(db, id);
    if (row?.ownerId !== readerOf(request).id) throw noSuchUpload();
    return row;
  };
  app.put(
    `${pathOfOne}/about`,
    {
      config: { access: 'champion' },
      schema: {
        tags: ['uploads'],
        summary: 'Say what a recording is while it arrives',
        description:
          'In place of all that its metadata said, with chapters. 409 with `id` once it is a session: change that one.',
        params: UploadParams,
        body: UploadAbout,
        response: { 200: Upload, ...problems(400, 401, 403, 404, 409, 422) },
      },
    },
    async (request) => {
      const row = await findOwn(request, request.params.id);
      const chapters = chaptersInOrder(request.body.chapters, null);
      if (!(await describeUnfinished(db, row.id, { ...request.body, chapters })))
        throw new DomainError('conflict', 'This upload is a session already. Change the session instead.', {
          extra: { id: (await findOwn(request, row.id)).sessionId },
        });
      return presentUpload(await findOwn(request, row.id), await uploads.staging.stat(row.id));
    },
  );

  const inWork = new Set<Promise<unknown>>();
  app.addHook('preClose', async () => {
    uploads.stop();
    await Promise.allSettled(inWork);
  });
  /** By the protocol, with what has become of the upload. */
  const answer = async (request: FastifyRequest, reply: FastifyReply, id: string) => {
    const work = speakTus(uploads, request, { owner: readerOf(request), id });
    inWork.add(work);
    const { status, headers } = await work.finally(() => inWork.delete(work));
    reply.status(status).headers(Object.fromEntries(headers));
    const row = await findUpload(db, id);
    const file = row && (await uploads.staging.stat(id));
    if (row?.sessionId) reply.header('x-session-id', row.sessionId);
    else if (row)
      reply.header('upload-expires', expiryOf(row, file?.touchedAt ?? row.createdAt).toUTCString());
    return reply.send();
  };

  app.register((scope, _options, registered) => {
    // Bodies go to the disk as they come.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('tus-resumable', '1.0.0').header('tus-version', '1.0.0');
    });
    const routes = scope.withTypeProvider<ZodTypeProvider>();

    for (const url of [uploadsPath, pathOfOne])
      routes.options(url, { config, schema: uploadSchemas.options }, (request, reply) =>
        answer(request, reply.header('tus-checksum-algorithm', checksumAlgorithms.join(',')), newId()),
      );
    routes.post(uploadsPath, { config, schema: uploadSchemas.create }, (request, reply) =>
      answer(request, reply, newId()),
    );
    const described = { ...config, swagger: { exposeHeadRoute: true } };
    routes.head(pathOfOne, { config: described, schema: uploadSchemas.offset }, async (request, reply) => {
      const row = await findOwn(request, request.params.id);
      // Of which the last answer was missed, or never sent.
      await finishWhole(uploads, row);
      return answer(request, reply, row.id);
    });
    routes.patch(pathOfOne, { config, schema: uploadSchemas.append }, async (request, reply) => {
      const row = await findOwn(request, request.params.id);
      await refuseUnlessResumable(uploads, row);
      return answer(request, reply, row.id).catch(async (error: unknown) => {
        const sessionId = row.isLive && isMisfit(error) ? (await findUpload(db, row.id))?.sessionId : null;
        if (!sessionId) throw error;
        reply.header('x-session-id', sessionId);
        const sentence = 'This recording had broken off and was made a session. Begin another for the rest.';
        throw new DomainError('conflict', sentence, { cause: error });
      });
    });
    routes.delete(pathOfOne, { config, schema: uploadSchemas.drop }, async (request, reply) => {
      const { id } = await findOwn(request, request.params.id);
      return answer(request, reply, id);
    });
    registered();
  });
}
