/**
 * What a page costs and how soon it answers, in a real browser on the built product, beside its budget.
 *
 *   npm run bench:web [-- --rounds 20] [--hours 3]
 *
 * `--rounds`: how often each click is made. `--hours`: how long the long talk is.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../support/browser.ts';
import { bench } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { startProduct } from './support/product.ts';
import { measureBundle } from './support/web/bundle.ts';
import { measureClicks } from './support/web/clicks.ts';
import { measureInteractions } from './support/web/interactions.ts';
import { measureLoading } from './support/web/loading.ts';
import { addLongTalk } from './support/web/long-talk.ts';
import { measureLongTalk } from './support/web/scrolling.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    hours: { type: 'string', default: '3' },
  },
});

await bench({ limitMinutes: 20 }, async (run) => {
  await measureBundle(run);
  const product = await startProduct(join(run.dir, 'data'), run.signal, { TRANSCRIBER: 'none' });
  const browser = await openBrowser();
  const end = () => void browser.close();
  run.signal.addEventListener('abort', end);
  try {
    const client = await signIn(product.url, run.signal);
    const talk = await addLongTalk({ client, run, seconds: Number(values.hours) * 3_600 });
    const site = { browser, url: product.url, cookie: client.cookie, talk, rounds: Number(values.rounds) };
    await measureLoading(site);
    await measureClicks(site);
    await measureInteractions(site);
    await measureLongTalk(site);
  } finally {
    run.signal.removeEventListener('abort', end);
    await browser.close();
    await product.stop();
  }
});
