import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { oddMediaContract } from './media-odd.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
oddMediaContract('ffmpeg', ffmpegTools({ threads: 2, limits, log: { debug: () => {}, warn: () => {} } }));
