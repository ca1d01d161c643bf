import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { mediaChannelsContract } from './media-channels.ts';
import { mediaChaptersContract } from './media-chapters.ts';
import { mediaTimeContract } from './media-time.ts';

const limits = { durationSeconds: 3600, outputBytes: 1024 ** 3 };
const tools = ffmpegTools({ threads: 2, limits, log: { debug: () => {}, warn: () => {} } });
mediaTimeContract('ffmpeg', tools);
mediaChaptersContract('ffmpeg', tools);
mediaChannelsContract('ffmpeg', tools);
