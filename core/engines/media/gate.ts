import { resolve } from 'node:path';
import { type Container, containers } from './sniff.ts';

/**
 * Decoders that recordings need, by ffmpeg's exact names. A bug in any other of its 500 cannot be reached.
 * Every fixture of the contract suite is decoded with this list.
 */
const decoders = [
  ...['h264', 'hevc', 'vp8', 'vp9', 'libvpx-vp9', 'av1', 'libdav1d', 'mpeg4', 'mpeg2video', 'mpeg1video'],
  ...['msmpeg4v3', 'prores', 'mjpeg', 'wmv1', 'wmv2', 'wmv3', 'vc1', 'theora', 'ffv1', 'h263', 'flv'],
  ...['aac', 'mp3', 'mp3float', 'mp2float', 'mp2', 'opus', 'libopus', 'vorbis', 'libvorbis', 'flac', 'alac'],
  ...['ac3', 'eac3', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_f32le', 'pcm_u8'],
  ...['pcm_mulaw', 'pcm_alaw', 'adpcm_ms', 'adpcm_ima_wav', 'gsm_ms', 'wmav1', 'wmav2', 'amrnb', 'amrwb'],
  // what older cameras, editors, screen recorders and meeting programs wrote
  ...['dvvideo', 'dnxhd', 'qtrle', 'huffyuv', 'utvideo', 'rawvideo', 'msmpeg4v2', 'flashsv', 'flashsv2'],
  ...['nellymoser', 'speex', 'aac_latm', 'pcm_bluray', 'pcm_f32be', 'pcm_s32be', 'adpcm_ima_qt'],
  ...['wmapro', 'wmavoice'],
  ...['srt', 'subrip', 'ass', 'mov_text', 'webvtt'],
  // never used, but ffprobe opens a decoder for every track (covers, bitmap subtitles, other languages' sound)
  // and gives up on the file when one is refused
  ...['png', 'ssa', 'text', 'dvdsub', 'pgssub', 'dvbsub', 'cc_dec', 'dca', 'truehd', 'pcm_f64le', 'pcm_s8'],
];

/** Text subtitles that may be given to ffmpeg; bitmaps are of no use for search. */
export const textSubtitles: readonly string[] = ['mov_text', 'subrip', 'ass', 'webvtt'];

/**
 * What stands before `-i` in every call of ffmpeg and ffprobe: the sniffed demuxer is forced, so that a
 * playlist cannot pass as a video and open other files; nothing but local files is opened; decoders, streams
 * and pixels are bounded.
 */
export function inputOptions(container: Container): string[] {
  return [
    ...['-protocol_whitelist', 'file'],
    ...['-format_whitelist', [...containers, 'webm'].join(',')],
    ...['-codec_whitelist', decoders.join(',')],
    ...['-max_streams', '32'],
    ...['-max_pixels', '36000000'],
    ...['-probesize', '20000000', '-analyzeduration', '20000000'],
    ...['-f', container],
  ];
}

/** A path as ffmpeg cannot mistake it for an option, a protocol or a pattern. */
export const fileUrl = (path: string): string => `file:${resolve(path)}`;

/** Sample rates that mean something; a header of 1 Hz would be resampled for ever. */
export const isUsableSound = (sound: { readonly sampleRate: number; readonly channels: number }): boolean =>
  sound.sampleRate >= 4000 && sound.sampleRate <= 384_000 && sound.channels >= 1 && sound.channels <= 16;
