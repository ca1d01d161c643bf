import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaRun, StillImage } from '../../ports/media-tools.ts';
import { isRefusal } from './failures.ts';
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

export const webpEncoder = 'libwebp';
/** The two look alike at these settings; which is smaller depends on the picture. */
const webp = ['-c:v', webpEncoder, '-quality', '75', '-f', 'webp'];
const jpeg = ['-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg'];
const oneFrame = ['-frames:v', '1', '-an', '-sn', '-dn', '-map_metadata', '-1'];

/** 0 for what was not written. */
const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Readers of both formats take the colours for those of BT.601, whatever the recording's are. */
const webpColours = 'scale=out_color_matrix=bt601:out_range=tv,format=yuv420p';
const jpegColours = 'scale=out_color_matrix=bt601:out_range=full,format=yuvj420p';

/** What the call says when its ffmpeg was built without WebP. */
const cannotWriteWebp = (error: unknown): boolean =>
  isRefusal(error) && error.stderr.includes(`Unknown encoder '${webpEncoder}'`);

/**
 * Encodes one frame as WebP and JPEG, decoded once, and keeps the smaller file; JPEG alone where ffmpeg cannot
 * write WebP. `null` when there is no frame.
 */
export async function writeStill(
  request: StillRequest,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<StillImage | null> {
  const webpPath = join(run.scratchDir, `${request.name}.webp`);
  const jpegPath = join(run.scratchDir, `${request.name}.jpg`);
  const write = (graph: readonly string[], ...first: readonly string[]) => {
    const { source, inputOptions, effort } = request;
    const outputOptions = [
      '-filter_complex',
      graph.join(';'),
      ...first,
      '-map',
      '[jpeg]',
      ...oneFrame,
      ...jpeg,
    ];
    return toolbox.ffmpeg({ source, inputOptions, outputOptions, outputPath: jpegPath, effort }, run);
  };
  const frame = `[0:${request.stream}]${request.filters}`;
  try {
    await write(
      [`${frame},split[a][b]`, `[a]${webpColours}[webp]`, `[b]${jpegColours}[jpeg]`],
      ...['-map', '[webp]', ...oneFrame, ...webp, fileUrl(webpPath)],
    );
  } catch (error) {
    if (!cannotWriteWebp(error)) throw error;
    await write([`${frame},${jpegColours}[jpeg]`]);
  }
  return keepSmaller(webpPath, jpegPath);
}

async function keepSmaller(webpPath: string, jpegPath: string): Promise<StillImage | null> {
  const [webpBytes, jpegBytes] = await Promise.all([sizeOf(webpPath), sizeOf(jpegPath)]);
  const isWebp = webpBytes > 0 && webpBytes < jpegBytes;
  await rm(isWebp ? jpegPath : webpPath, { force: true });
  if (isWebp) return { path: webpPath, contentType: 'image/webp' };
  if (jpegBytes > 0) return { path: jpegPath, contentType: 'image/jpeg' };
  await rm(jpegPath, { force: true });
  return null;
}
