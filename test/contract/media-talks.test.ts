import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { talksContract } from './media-talks.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
talksContract('ffmpeg', ffmpegTools({ threads: 2, limits, log: { debug: () => {}, warn: () => {} } }));
