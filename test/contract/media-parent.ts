/** Started by media-tools.test.ts and killed while it converts: `media-parent.ts <recording> <scratch folder>`. */
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { makePlayable } from './media-inspect.ts';

const [, , path = '', scratchDir = ''] = process.argv;
const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
const tools = ffmpegTools({ threads: 1, limits, log: { debug: () => {}, warn: () => {} } });
const signal = new AbortController().signal;
const onProgress = () => void process.stdout.write('converting\n');
await makePlayable(tools, path, { signal, scratchDir, onProgress });
