import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MediaProbe } from '../../core/model/media.ts';
import type { CopyRefusal, MediaRun, MediaTools, Rendition } from '../../core/ports/media-tools.ts';

/** Gives the answer of before to what was asked before, unless that failed. */
function once<T>() {
  const answers = new Map<string, Promise<T>>();
  return (question: readonly unknown[], answer: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify(question);
    const asked = answers.get(key) ?? answer();
    answers.set(key, asked);
    asked.catch(() => answers.delete(key));
    return asked;
  };
}

const contentOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/**
 * The same tools, which process the same file in the same way once: what they made is kept in `folder` and copied
 * whenever it is asked for again. Each start of ffmpeg takes 0.1 s of processor time, and a session needs 14.
 */
export function rememberingTools(tools: MediaTools, folder: string): MediaTools {
  const elsewhere = async (run: MediaRun): Promise<MediaRun> => ({
    ...run,
    scratchDir: await mkdtemp(join(folder, 'made-')),
  });
  const handOut = async <T extends { readonly path: string }>(file: T, run: MediaRun): Promise<T> => {
    const path = join(run.scratchDir, basename(file.path));
    await copyFile(file.path, path);
    return { ...file, path };
  };
  const probes = once<MediaProbe>();
  const renditions = once<Rendition | CopyRefusal>();
  const posters = once<Awaited<ReturnType<MediaTools['poster']>>>();
  const storyboards = once<Awaited<ReturnType<MediaTools['storyboard']>>>();
  const peaks = once<Awaited<ReturnType<MediaTools['peaks']>>>();
  const slideChanges = once<Awaited<ReturnType<MediaTools['slideChanges']>>>();
  const wavs = once<Awaited<ReturnType<MediaTools['wav']>>>();
  return {
    ...tools,
    probe: async (path, run) => probes([await contentOf(path)], () => tools.probe(path, run)),
    async render(path, probe, step, run) {
      const made = await renditions([await contentOf(path), probe, step], async () =>
        tools.render(path, probe, step, await elsewhere(run)),
      );
      return made.kind === 'made' ? handOut(made, run) : made;
    },
    async poster(path, probe, run) {
      const made = await posters([await contentOf(path), probe], async () =>
        tools.poster(path, probe, await elsewhere(run)),
      );
      return made && handOut(made, run);
    },
    async storyboard(path, probe, run) {
      const made = await storyboards([await contentOf(path), probe], async () =>
        tools.storyboard(path, probe, await elsewhere(run)),
      );
      return made && handOut(made, run);
    },
    async wav(path, probe, run, channel) {
      const made = await wavs([await contentOf(path), probe, channel], async () =>
        tools.wav(path, probe, await elsewhere(run), channel),
      );
      return made && handOut(made, run);
    },
    peaks: async (path, probe, count, run) =>
      peaks([await contentOf(path), probe, count], () => tools.peaks(path, probe, count, run)),
    slideChanges: async (path, probe, run) =>
      slideChanges([await contentOf(path), probe], () => tools.slideChanges(path, probe, run)),
  };
}
