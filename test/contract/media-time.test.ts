import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { mediaTimeContract } from './media-time.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
mediaTimeContract('ffmpeg', ffmpegTools({ threads: 2, limits, log: { debug: () => {}, warn: () => {} } }));
