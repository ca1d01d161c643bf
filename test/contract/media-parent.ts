/** Started by media-tools.test.ts and killed while it converts: `media-parent.ts <recording> <scratch folder>`. */
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { planRenditions } from '../../core/model/media-plan.ts';

const [, , path = '', scratchDir = ''] = process.argv;
const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
const tools = ffmpegTools({ threads: 1, limits, log: { debug: () => {} } });
const signal = new AbortController().signal;
const probe = await tools.probe(path, { signal, scratchDir });
const onProgress = () => void process.stdout.write('converting\n');
await tools.render(path, probe, planRenditions(probe), { signal, scratchDir, onProgress });
