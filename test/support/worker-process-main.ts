/** A process that takes jobs and never ends them; `worker-process.ts` starts and kills it. */
const [moduleHref = '', settings = ''] = process.argv.slice(2);
const { openQueue } = await import(moduleHref);
const queue = await openQueue(JSON.parse(settings));
const concurrency = { probe: 1, transcode: 1, transcribe: 1, tag: 1, index: 1, extras: 1, optimise: 1 };
await queue.work((job: { stage: string; sessionId: string }) => {
  process.stdout.write(`started ${job.stage} ${job.sessionId}\n`);
  return new Promise(() => undefined);
}, concurrency);
process.stdout.write('working\n');

export {};
