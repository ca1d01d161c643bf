import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { PartsToCheck } from '../core/actions/check-parts.ts';
import type { ActionDeps } from '../core/actions/deps.ts';
import type { SearchLog } from '../core/actions/search-log.ts';
import type { Embedder } from '../core/ports/embedder.ts';
import type { CookiePolicy } from './auth/sign-in.ts';
import type { SingleSignOn } from './auth/single-sign-on.ts';
import type { SlowClientLimits } from './media/slow-clients.ts';
import type { SessionChanges } from './session-changes.ts';
import type { Uploads } from './uploads/tus/uploads.ts';

/** A Fastify server whose routes are typed by their zod schemas. */
export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What the server is built of; nothing else is read from anywhere. */
export interface AppDeps extends ActionDeps, PartsToCheck {
  readonly changes: SessionChanges;
  readonly searchLog: SearchLog;
  /** Whether the first bytes (4 KiB, or the whole file) are those of a recording we can read. */
  readonly isRecording: (head: Uint8Array) => boolean;
  readonly policy: CookiePolicy;
  readonly cookieSecret: string;
  readonly maxUploadBytes: number;
  readonly uploads: Uploads;
  readonly slowClientLimits: SlowClientLimits;
  /** Asked of set-up visitors from other machines; printed by the start. */
  readonly setupCode: string;
  /** Called once, when the first admin was made on the set-up page. */
  readonly onSetup: () => Promise<void>;
  /** Folder of the built web app, `null`: API only. */
  readonly webDir: string | null;
  /** Whether searches by meaning get their answers; `null`: search goes by words. */
  readonly meaning: Pick<Embedder, 'name' | 'check'> | null;
  /** `null`: not configured. */
  readonly singleSignOn: SingleSignOn | null;
}
