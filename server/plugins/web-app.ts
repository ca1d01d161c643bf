import { readdir } from 'node:fs/promises';
import fastifyStatic from '@fastify/static';
import { z } from 'zod';
import type { App } from '../types.ts';

/** Addresses of the web app's pages; every other unknown address is a real 404. */
const pages = [
  ...['/', '/sign-in', '/setup', '/sessions/*', '/collections', '/collections/*'],
  ...['/topics', '/topics/*', '/vocabulary', '/people', '/people/*'],
  ...['/new', '/record', '/mine', '/tokens', '/password', '/account/password'],
  ...['/admin', '/admin/*'],
];

/** Serves the built web app: files with a hash in their name for ever, the page itself always fresh. */
export async function serveWebApp(app: App, webDir: string): Promise<void> {
  const options = { config: { access: 'anyone' }, schema: { hide: true } } as const;
  await app.register(fastifyStatic, { root: webDir, serve: false, cacheControl: false });
  app.get(
    '/assets/*',
    { config: { access: 'anyone' }, schema: { hide: true, params: z.object({ '*': z.string() }) } },
    (request, reply) =>
      reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .sendFile(`assets/${request.params['*']}`),
  );
  const files = (await readdir(webDir, { withFileTypes: true })).filter((entry) => entry.isFile());
  for (const { name } of files)
    app.get(`/${name}`, options, (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile(name),
    );
  for (const page of pages)
    app.get(page, options, (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html'),
    );
}
