import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { compose } from '../core/compose.ts';
import { readConfig } from '../core/config.ts';
import { repositoryRoot } from '../core/root.ts';
import { startWorkers } from '../workers/start.ts';
import { openScratch } from './scratch.ts';
import { stopOnSignal } from './shutdown.ts';
import { startServer } from './start-server.ts';
import { explainFailure, loadDotEnv } from './startup.ts';

/** The process: configuration, engines, then what `ROLE` says; on SIGINT and SIGTERM it drains and ends. */
export async function main(): Promise<void> {
  const stop = stopOnSignal();
  try {
    loadDotEnv(repositoryRoot());
    const config = readConfig(process.env);
    const log = pino({ level: config.logLevel });
    await mkdir(config.dataDir, { recursive: true });
    const parts = stop.later(await compose(config, log));
    if (config.role !== 'server') {
      const scratch = stop.later(await openScratch(join(config.dataDir, 'tmp')));
      stop.later(
        await startWorkers(
          {
            ...parts,
            ...{ isAlone: !parts.isJoined, logsSearches: config.logsSearches, log, scratchRoot: scratch.dir },
          },
          config.workerConcurrency,
        ),
      );
    }
    if (config.role !== 'worker') stop.later(await startServer(config, parts, log));
    else log.info('Brownbag is ready: it processes what is added');
    stop.started(log);
  } catch (error) {
    await stop.closeAll().catch(() => undefined);
    process.exit(explainFailure(error));
  }
}
