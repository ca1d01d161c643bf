import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaRun, StillImage } from '../../ports/media-tools.ts';
import { fileUrl } from './gate.ts';
import type { Effort, MediaSource, Toolbox } from './toolbox.ts';

export interface StillRequest {
  readonly source: MediaSource;
  /** Index of the picture's stream. */
  readonly stream: number;
  readonly inputOptions: readonly string[];
  /** A chain whose first frame is the image. */
  readonly filters: string;
  /** File name without its ending. */
  readonly name: string;
  readonly effort: Effort;
}

/** The two look alike at these settings; which is smaller depends on the picture. */
const webp = ['-c:v', 'libwebp', '-quality', '75', '-f', 'webp'];
const jpeg = ['-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg'];
const oneFrame = ['-frames:v', '1', '-an', '-sn', '-dn', '-map_metadata', '-1'];

const sizeOf = (path: string): Promise<number> => stat(path).then(({ size }) => size);

/** Encodes one frame as WebP and JPEG, decoded once, and keeps the smaller file; `null` when there is no frame. */
export async function writeStill(
  { source, stream, inputOptions, filters, name, effort }: StillRequest,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<StillImage | null> {
  const webpPath = join(run.scratchDir, `${name}.webp`);
  const jpegPath = join(run.scratchDir, `${name}.jpg`);
  // readers of both formats take the colours for those of BT.601, whatever the recording's are
  const graph = [
    `[0:${stream}]${filters},split[a][b]`,
    '[a]scale=out_color_matrix=bt601:out_range=tv,format=yuv420p[webp]',
    '[b]scale=out_color_matrix=bt601:out_range=full,format=yuvj420p[jpeg]',
  ].join(';');
  await toolbox.ffmpeg(
    {
      source,
      inputOptions,
      outputOptions: [
        ...['-filter_complex', graph, '-map', '[webp]', ...oneFrame, ...webp, fileUrl(webpPath)],
        ...['-map', '[jpeg]', ...oneFrame, ...jpeg],
      ],
      outputPath: jpegPath,
      effort,
    },
    run,
  );
  const [webpBytes, jpegBytes] = await Promise.all([sizeOf(webpPath), sizeOf(jpegPath)]);
  const isWebp = webpBytes > 0 && webpBytes < jpegBytes;
  await rm(isWebp ? jpegPath : webpPath);
  if (isWebp) return { path: webpPath, contentType: 'image/webp' };
  if (jpegBytes > 0) return { path: jpegPath, contentType: 'image/jpeg' };
  await rm(jpegPath);
  return null;
}
