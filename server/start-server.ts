import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { addFirstAdmin } from '../core/actions/add-first-admin.ts';
import { openSearchLog } from '../core/actions/search-log.ts';
import { type Config, listenUrl } from '../core/config.ts';
import type { Parts } from '../core/parts.ts';
import { repositoryRoot } from '../core/root.ts';
import { listen, sessionChanged } from '../drizzle/notifications.ts';
import { findFirstWithRole } from '../drizzle/queries/users.ts';
import { buildApp } from './app.ts';
import { hashPassword } from './auth/passwords.ts';
import { cookieSecret } from './auth/secret.ts';
import { singleSignOn } from './auth/single-sign-on.ts';
import { newToken } from './auth/tokens.ts';
import { defaultSlowClientLimits } from './media/slow-clients.ts';
import { addSampleSession } from './sample-session.ts';
import { sessionChanges } from './session-changes.ts';
import type { App } from './types.ts';
import { startUploadSweep } from './uploads/tus/sweep.ts';
import { openUploads } from './uploads/tus/uploads.ts';

/** Builds the server, listens, and says where. Adds the configured admin and the sample session on the first start. */
export async function startServer(
  config: Config,
  parts: Parts,
  log: Logger,
): Promise<{ close(): Promise<void> }> {
  const changes = sessionChanges();
  const listener = await listen(parts.connectionConfig, sessionChanged, changes.announce, {
    log,
    onReconnect: changes.announceAll,
  });
  const { db } = parts;
  if (config.firstAdmin) {
    const { email, password } = config.firstAdmin;
    await addFirstAdmin(db, { name: 'Admin', email, passwordHash: await hashPassword(password) });
  }
  const { host, port, publicUrl } = config.http;
  const setupCode = newToken().slice(0, 12);
  const deps = { ...parts, log };
  const addSample = async () => {
    if (config.hasSample) await addSampleSession(deps);
  };
  const isRecording = (head: Uint8Array) => parts.media.recognises(head);
  const { dataDir, maxUploadBytes } = config;
  const uploads = await openUploads({ ...deps, isRecording, dataDir, maxUploadBytes });
  const searchLog = openSearchLog({ db, log, isOn: config.logsSearches });
  const app = await buildApp(
    {
      ...deps,
      changes,
      searchLog,
      uploads,
      isRecording,
      policy: { isSecure: publicUrl?.startsWith('https:') ?? false },
      cookieSecret: await cookieSecret(config.authSecret, dataDir),
      maxUploadBytes,
      slowClientLimits: defaultSlowClientLimits,
      setupCode,
      onSetup: addSample,
      webDir: builtWebApp(),
      singleSignOn:
        config.singleSignOn &&
        singleSignOn({ ...config.singleSignOn, publicUrl: publicUrl ?? listenUrl(host, port) }),
    },
    log,
    await readVersion(),
  );
  await app.listen({ host, port });
  const sweep = startUploadSweep(uploads);
  const hasAdmin = (await findFirstWithRole(db, 'admin')) !== undefined;
  if (hasAdmin) await addSample();
  announce(publicUrl ?? listenUrl(host, portOf(app)), hasAdmin ? null : setupCode);
  return {
    async close() {
      await app.close();
      await searchLog.settled();
      await sweep.stop();
      await uploads.close();
      await listener.close();
    },
  };
}

/** The port it got: with 0 the system chooses. */
function portOf(app: App): number {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

function announce(url: string, setupCode: string | null): void {
  process.stdout.write(`\n  Brownbag is ready: ${url}\n`);
  if (setupCode !== null)
    process.stdout.write(
      `  Open it in a browser on this machine to set it up; from another machine it asks for the code ${setupCode}\n`,
    );
  process.stdout.write('\n');
}

function builtWebApp(): string | null {
  const dir = join(repositoryRoot(), 'dist', 'web');
  return existsSync(join(dir, 'index.html')) ? dir : null;
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(repositoryRoot(), 'package.json'), 'utf8'));
  return String(version);
}
