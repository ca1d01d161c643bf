import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { RouteOptions } from 'fastify';
import type { App } from '../types.ts';

/** Addresses of the web app's pages; every other unknown address is a real 404. */
const pages = ['/', '/sign-in', '/setup', '/sessions/*', '/new', '/mine', '/bin', '/tokens'];

/** Serves the built web app: hashed files for ever, the page itself always fresh. */
export async function serveWebApp(app: App, webDir: string): Promise<void> {
  await app.register(async (web) => {
    web.addHook('onRoute', (route: RouteOptions) => {
      route.config = { ...route.config, access: 'anyone' };
    });
    await web.register(fastifyStatic, {
      root: webDir,
      index: false,
      wildcard: false,
      cacheControl: false,
      setHeaders(reply, path) {
        const isHashed = path.startsWith(join(webDir, 'assets'));
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    for (const page of pages)
      web.get(page, { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
  });
}
