import { z } from 'zod';
import { SessionParams } from '../../core/api/common.ts';
import { DomainError } from '../../core/model/errors.ts';
import { findVisibleSession } from '../../drizzle/queries/sessions.ts';
import { findActiveUser } from '../../drizzle/queries/users.ts';
import { readerOf } from '../plugins/access.ts';
import { presentSession } from '../presenters/session.ts';
import type { App, AppDeps } from '../types.ts';
import { answerIn, problems } from './answers.ts';

/** Proxies close a silent connection after a minute or less. */
const heartbeatMs = 15_000;
/** Changes that come faster than this are told once. */
const coalesceMs = 200;
/** A reader that lets this much pile up does not read; the browser connects again when it does. */
const mostUnreadBytes = 2 ** 20;

/** Server-sent events: the whole session at every change, until it is gone or its reader may not see it. */
export function sessionEventRoutes(app: App, { db, changes }: Pick<AppDeps, 'db' | 'changes'>): void {
  const open = new Set<() => void>();
  // An open stream would hold up close() for ever.
  app.addHook('preClose', () => {
    for (const end of open) end();
  });

  app.get(
    '/api/sessions/:id/events',
    {
      exposeHeadRoute: false,
      config: { access: 'member' },
      schema: {
        tags: ['sessions'],
        summary: 'Server-sent events: `session` with the whole session object at every change',
        params: SessionParams,
        response: {
          200: answerIn(['text/event-stream'], z.string(), 'Until the session or the right to see it ends'),
          ...problems(400, 401, 404),
        },
      },
    },
    async (request, reply) => {
      const userId = readerOf(request).id;
      const session = await findVisibleSession(db, readerOf(request), request.params.id);
      if (!session) throw new DomainError('not-found', 'There is no such session.');
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      let id = 0;
      let timer: NodeJS.Timeout | undefined;
      const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs);
      const end = () => {
        open.delete(end);
        unwatch();
        clearInterval(heartbeat);
        clearTimeout(timer);
        stream.end();
        if (stream.writableLength > mostUnreadBytes) stream.destroy();
      };
      const tell = async () => {
        timer = undefined;
        if (stream.writableLength > mostUnreadBytes) return end();
        // Both may have changed since the stream began: the session's audience, and who its reader is.
        const reader = await findActiveUser(db, userId);
        const fresh = reader && (await findVisibleSession(db, reader, session.id));
        if (!reader || !fresh) return end();
        const shown = JSON.stringify(await presentSession(db, reader, fresh));
        if (stream.writableEnded) return;
        id += 1;
        stream.write(`id: ${id}\nevent: session\ndata: ${shown}\n\n`);
      };
      const tellOrEnd = () =>
        tell().catch((error: unknown) => {
          request.log.warn({ err: error, sessionId: session.id }, 'could not tell of a change');
          end();
        });
      const tellSoon = () => {
        timer ??= setTimeout(() => void tellOrEnd(), coalesceMs);
      };
      const unwatch = changes.watch(session.id, tellSoon);
      open.add(end);
      stream.on('close', end);
      stream.on('error', end);
      stream.write('retry: 2000\n\n');
      await tellOrEnd();
    },
  );
}
