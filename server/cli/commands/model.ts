import { defaultSearchPath } from '../../../core/engines/programs/find.ts';
import { addModel, hasModel } from '../../../core/engines/transcriber/sherpa-add.ts';
import { type KnownModel, knownModels } from '../../../core/engines/transcriber/sherpa-catalogue.ts';
import { chooseModel, type LocalModels } from '../../../core/engines/transcriber/sherpa-models.ts';
import { tryModel } from '../../../core/engines/transcriber/sherpa-try.ts';
import { PermanentError, TransientError } from '../../../core/model/errors.ts';
import { type PlainCommand, type PlainRun, UsageError } from '../command.ts';
import { withInterrupt } from '../interrupt.ts';
import { paceOf } from '../pace.ts';

/** Speech models on this machine: which ones there are, and adding one from the internet. */
export const model: PlainCommand = async (run) => {
  const [what, ...names] = run.positionals;
  if (what === 'list' && names.length === 0) return list(run);
  if (what !== 'add' || names.length === 0) throw new UsageError('model list, or model add <name…>');
  const known = names.map(requireKnown);
  return withInterrupt('Stopped; what has come is kept, and the same command goes on.', async (signal) => {
    for (const one of known)
      try {
        await add(run, one, signal);
      } catch (error) {
        if (!(error instanceof PermanentError || error instanceof TransientError)) throw error;
        const detail = error.message;
        run.print.item({ model: one.name, status: 'failed', detail }, `✗ ${one.name}: ${detail}`);
        return 1;
      }
    return 0;
  });
};

function requireKnown(name: string): KnownModel {
  const known = knownModels.find((one) => one.name === name);
  if (known) return known;
  const names = knownModels.map((one) => one.name).join(', ');
  throw new UsageError(`no model is called ${JSON.stringify(name)}; there are ${names}`);
}

const megabytesOf = ({ files }: KnownModel): number =>
  Math.ceil(files.reduce((sum, file) => sum + file.sizeBytes, 0) / 1e6);

async function list({ config, print }: PlainRun): Promise<number> {
  for (const known of knownModels) {
    const { name, purpose, languages, licence } = known;
    const isHere = await hasModel(config.modelDir, known);
    const megabytes = megabytesOf(known);
    const urls = known.files.map((file) => file.url);
    print.item(
      { model: name, status: isHere ? 'here' : 'not here', purpose, languages, licence, megabytes, urls },
      `${isHere ? '✓' : ' '} ${name.padEnd(15)} ${languages}: ${purpose}; ${megabytes} MB, ${licence}`,
    );
  }
  print.note(`They go to ${config.modelDir}; archives that were unpacked there by hand are found as well.`);
  return 0;
}

async function add(run: PlainRun, known: KnownModel, signal: AbortSignal): Promise<void> {
  const { config, print } = run;
  const { modelDir } = config;
  const { name } = known;
  if (await hasModel(modelDir, known))
    return print.item({ model: name, status: 'known' }, `= ${name}: is here already`);
  let first: { readonly bytes: number; readonly atMs: number } | undefined;
  const models = await addModel(known, {
    ...{ modelDir, signal, searchPath: defaultSearchPath },
    onProgress({ url, sizeBytes }, doneBytes) {
      first ??= { bytes: doneBytes, atMs: performance.now() };
      const came = paceOf(doneBytes - first.bytes, sizeBytes - first.bytes, performance.now() - first.atMs);
      print.progress(url.slice(url.lastIndexOf('/') + 1), doneBytes / sizeBytes, came);
    },
  });
  print.item({ model: name, status: 'added', folder: modelDir }, `✓ ${name}: added to ${modelDir}`);
  await tryAdded(run, models, signal);
}

/** What was added is of use only with a model that hears words, and this with the package that runs it. */
async function tryAdded(
  { config, print }: PlainRun,
  models: LocalModels,
  signal: AbortSignal,
): Promise<void> {
  const wanted = 'model' in config.transcriber ? config.transcriber.model : null;
  const chosen = chooseModel(models, wanted) ?? chooseModel(models, null);
  if (chosen === null && models.speech.length === 0)
    return print.note('  It helps a model that hears words: add parakeet-v3, for example.');
  if (chosen === null)
    return print.note(
      `  There are several now: set TRANSCRIBE_MODEL to one of ${models.speech.map((one) => one.name).join(', ')}.`,
    );
  await tryModel({
    models,
    model: chosen,
    threads: config.workerConcurrency,
    searchPath: defaultSearchPath,
    signal,
  });
  print.note(`  ${chosen.name} can be loaded. Restart Brownbag to transcribe with it.`);
}
