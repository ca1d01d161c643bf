import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { hostileMediaContract } from './media-hostile.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
hostileMediaContract('ffmpeg', ffmpegTools({ threads: 2, limits, log: { debug: () => {}, warn: () => {} } }));
