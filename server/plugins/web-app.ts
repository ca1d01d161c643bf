import { readdir } from 'node:fs/promises';
import fastifyStatic from '@fastify/static';
import { z } from 'zod';
import type { App } from '../types.ts';
import { linksToModule, linkToAnswer, readManifest } from './page-hints.ts';

/** Addresses of the web app's pages; every other unknown address is a real 404. */
const pages = [
  ...['/', '/sign-in', '/setup', '/collections', '/collections/*'],
  ...['/topics', '/topics/*', '/vocabulary', '/people', '/people/*'],
  ...['/new', '/record', '/mine', '/tokens', '/password', '/account/password'],
  ...['/admin', '/admin/*'],
];

/** Serves the built web app: files with a hash in their name for ever, the page itself always fresh. */
export async function serveWebApp(app: App, webDir: string): Promise<void> {
  const options = { config: { access: 'anyone' }, schema: { hide: true } } as const;
  await app.register(fastifyStatic, {
    root: webDir,
    serve: false,
    cacheControl: false,
    preCompressed: true,
  });
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
  await serveSessionPage(app, webDir);
  for (const page of pages)
    app.get(page, options, (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html'),
    );
}

const sessionPage = 'src/pages/session/session-page.tsx';

/**
 * The page that most links from elsewhere lead to. With its address the browser learns what it needs, which would
 * otherwise be asked for one after the other: the script, who is signed in, the page's own script, the session.
 */
async function serveSessionPage(app: App, webDir: string): Promise<void> {
  const modules = linksToModule(await readManifest(webDir), sessionPage);
  app.get(
    '/sessions/:slug',
    {
      config: { access: 'anyone' },
      schema: { hide: true, params: z.object({ slug: z.string() }) },
    },
    (request, reply) => {
      const answers = ['/api/me', `/api/sessions/${encodeURIComponent(request.params.slug)}`];
      // Whoever sends no cookie is not signed in and would get 401 for each.
      const links = [...(request.headers.cookie ? answers.map(linkToAnswer) : []), ...modules];
      if (links.length > 0) reply.header('link', links.join(', '));
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    },
  );
}
