import { z } from 'zod';

/** The fields that are used, and no others: nothing that a file says at will, such as its title, is read with them. */
const entries = [
  'format=start_time,duration,bit_rate',
  'stream=index,codec_type,codec_name,codec_tag_string,profile,level,pix_fmt,field_order,width,height',
  'stream=sample_aspect_ratio,color_transfer,start_time,bit_rate,channels,sample_rate',
  'stream_disposition=attached_pic,default,forced',
  'stream_tags=language',
  'stream_side_data=rotation',
  'packet_side_data=side_data_type',
].join(':');
/** The first packets of a file say whether it is encrypted; the header's word is not passed on. */
const firstPackets = '%+#4';

/** ffprobe writes most numbers as text; what is not a finite number is unknown. */
const Measure = z.preprocess((value) => {
  const measure = typeof value === 'string' ? Number(value) : value;
  return Number.isFinite(measure) ? measure : null;
}, z.number().nullable());

const Stream = z.object({
  index: z.int().min(0),
  codec_type: z.string().default('unknown'),
  codec_name: z.string().default('unknown'),
  codec_tag_string: z.string().optional(),
  profile: z.string().optional(),
  level: Measure,
  pix_fmt: z.string().optional(),
  field_order: z.string().optional(),
  width: z.int().default(0),
  height: z.int().default(0),
  sample_aspect_ratio: z.string().optional(),
  color_transfer: z.string().optional(),
  start_time: Measure,
  bit_rate: Measure,
  channels: z.int().default(0),
  sample_rate: z.coerce.number().default(0),
  disposition: z
    .object({ attached_pic: z.int().default(0), default: z.int().default(0), forced: z.int().default(0) })
    .optional(),
  tags: z.object({ language: z.string().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([]),
});
export type Stream = z.infer<typeof Stream>;

const Packet = z.object({ side_data_list: z.array(z.object({ side_data_type: z.string() })).default([]) });

const Probed = z.object({
  packets: z.array(Packet).default([]),
  streams: z.array(Stream).default([]),
  format: z.object({ start_time: Measure, duration: Measure, bit_rate: Measure }),
});
export type Probed = z.infer<typeof Probed>;

/** What ffprobe is asked. As JSON: its default output can be forged by a title with line breaks. */
const optionsFor = (asked: string): readonly string[] => [
  ...['-read_intervals', firstPackets],
  ...['-show_entries', asked, '-of', 'json'],
];
export const answerOptions = optionsFor(entries);
/** The same and its chapters, of which a file may have so many that the answer is cut off. */
export const wholeAnswerOptions = optionsFor(`${entries}:chapter=start_time:chapter_tags=title`);

/** Throws whatever parsing throws when the answer is not what ffprobe says of a recording. */
export const parseAnswer = (stdout: string): Probed => Probed.parse(JSON.parse(stdout));

/** By what comes with a packet, or by the name of a track whose true codec the file does not say (ISO 23001-7). */
export const isEncrypted = ({ packets, streams }: Probed): boolean =>
  packets.some((packet) => packet.side_data_list.some((side) => side.side_data_type === 'Encryption info')) ||
  streams.some((stream) => ['encv', 'enca'].includes(stream.codec_tag_string ?? ''));

const Chapters = z.object({
  format: z.object({ start_time: Measure }),
  chapters: z
    .array(
      z.object({
        start_time: Measure,
        tags: z.object({ title: z.string().default('') }).default({ title: '' }),
      }),
    )
    .default([]),
});

/** Chapters counted from the file's first time stamp. Throws as `parseAnswer`. */
export function parseChapters(stdout: string) {
  const { format, chapters } = Chapters.parse(JSON.parse(stdout));
  const begin = format.start_time ?? 0;
  return chapters.map(({ start_time: start, tags }) => ({
    startSeconds: start === null ? null : Math.round(1000 * (start - begin)) / 1000,
    title: tags.title,
  }));
}
