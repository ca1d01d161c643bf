import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PermanentError } from '../../core/model/errors.ts';
import { originalFileName } from '../../core/model/media-names.ts';
import { type PlayPlan, qualityOf, type VideoStep } from '../../core/model/media-plan.ts';
import { dropReplacedFiles, findMediaFile } from '../../drizzle/queries/media-files.ts';
import { updateSession } from '../../drizzle/queries/sessions.ts';
import { listStages } from '../../drizzle/queries/stages.ts';
import { sessionStages } from '../../drizzle/schema/sessions.ts';
import type { Stage, StageDeps } from '../../workers/stage.ts';
import { extras } from '../../workers/stages/extras.ts';
import { optimise } from '../../workers/stages/optimise.ts';
import { probe } from '../../workers/stages/probe.ts';
import { tag } from '../../workers/stages/tag.ts';
import { transcode } from '../../workers/stages/transcode.ts';
import { transcribe } from '../../workers/stages/transcribe.ts';
import { openWorkshop, type Workshop } from '../support/stages.ts';

/** Three seconds that are copied as they are, with sound and without. */
const short = 'fragmented.mp4';
const silent = 'anamorphic-silent.mp4';

let workshop: Workshop;
let deps: StageDeps;
beforeAll(async () => {
  workshop = await openWorkshop();
  ({ deps } = workshop);
});
afterAll(() => workshop.close());

const settings = {
  width: 320,
  height: 180,
  deinterlace: false,
  fillStart: false,
  highDynamicRange: null,
};
const copyStep: VideoStep = { kind: 'video', picture: { kind: 'copy', container: 'mp4' }, audio: 'copy' };
const encodeStep: VideoStep = { kind: 'video', picture: { kind: 'encode', settings }, audio: 'encode' };
/** As for a recording of more pixels than slow lines carry. */
const heavyPlan: PlayPlan = { kind: 'play', first: copyStep, later: encodeStep, reasons: ['Large'] };

async function addRead(name: string, ...stages: readonly Stage[]): Promise<string> {
  const id = await workshop.addRecording(name);
  for (const stage of [probe, ...stages]) await workshop.run(stage, id);
  return id;
}
/** Kinds, with the quality of videos. */
const kindsOf = async (id: string) =>
  (await workshop.filesOf(id)).map(({ kind, quality }) => (quality ? `${kind} ${quality}` : kind)).sort();
/** Videos with quality and size. */
const videosOf = async (id: string) =>
  (await workshop.filesOf(id))
    .filter(({ kind }) => kind === 'video')
    .map(({ quality, width, height }) => `${quality} ${width}x${height}`)
    .sort();
const nameOf = async (id: string, kind: string) =>
  (await workshop.filesOf(id)).find((file) => file.kind === kind)?.fileName ?? '';

describe('probe', () => {
  test('stores what the recording is made of and what is to be made of it', async () => {
    const session = await workshop.sessionOf(await addRead('zoom-like.mp4'));
    expect(session.probe).toMatchObject({ video: { codec: 'h264' }, audio: { codec: 'aac' } });
    expect(session.plan).toMatchObject({ kind: 'play', first: { picture: { kind: 'copy' }, audio: 'copy' } });
    expect(session.durationSeconds).toBeCloseTo(12.2, 0);
  });

  test('keeps the chapters of the file, unless a person has set others, and no tagger changes them', async () => {
    const ofFile = [0, 5].map((startSeconds) => ({ startSeconds, title: `Of the file ${startSeconds}` }));
    const own = [{ startSeconds: 3, title: 'Mine' }];
    const media: StageDeps['media'] = {
      ...deps.media,
      probe: async (path, run) => ({ ...(await deps.media.probe(path, run)), chapters: ofFile }),
    };
    const id = await workshop.addRecording('zoom-like.mp4', 'zoom-like.vtt');
    await updateSession(deps.db, id, { chapters: own, chaptersBy: 'ai' });
    for (const stage of [probe, transcribe, tag]) await workshop.run(stage, id, { media });
    expect(await workshop.sessionOf(id)).toMatchObject({ chapters: ofFile, chaptersBy: 'file' });
    await updateSession(deps.db, id, { chapters: own, chaptersBy: 'person' });
    await workshop.run(probe, id, { media });
    expect(await workshop.sessionOf(id)).toMatchObject({ chapters: own, chaptersBy: 'person' });
    const marked = [...own, { startSeconds: 600, title: 'In what got lost' }];
    await updateSession(deps.db, id, { chapters: marked });
    await workshop.run(probe, id, { media });
    expect((await workshop.sessionOf(id)).chapters).toEqual(own);
  });

  test('refuses for good what is no recording', async () => {
    const id = await workshop.addRecording('zoom-like.vtt');
    await expect(workshop.run(probe, id)).rejects.toMatchObject({ name: 'PermanentError' });
    expect((await workshop.sessionOf(id)).probe).toBeNull();
  });
});

describe('transcode', () => {
  test('makes a file that browsers play, with its poster, and rows that say so', async () => {
    const id = await addRead('phone-hevc.mov', transcode);
    expect(await kindsOf(id)).toEqual(['poster', 'video standard']);
    const files = await workshop.filesOf(id);
    for (const { fileName, sizeBytes } of files)
      expect(await deps.store.stat(`${id}/${fileName}`)).toMatchObject({ sizeBytes });
    const video = files.find(({ kind }) => kind === 'video');
    const made = await workshop.probeFile(id, video?.fileName ?? '');
    expect(made).toMatchObject({ container: 'mov', video: { codec: 'h264' } });
    expect(video).toMatchObject({
      contentType: 'video/mp4',
      width: made.video?.width,
      height: made.video?.height,
      durationSeconds: expect.closeTo(made.durationSeconds ?? 0, 1),
    });
  });

  test('can be played before the poster is made, and without one', async () => {
    const id = await addRead(short);
    let before: readonly string[] = [];
    const poster = async () => {
      before = await kindsOf(id);
      throw new PermanentError('No picture could be read.');
    };
    const result = await workshop.run(transcode, id, { media: { ...deps.media, poster } });
    expect(before).toEqual(['video original']);
    expect(result.status).toBe('done');
    expect(await kindsOf(id)).toEqual(['video original']);
  });

  test('encodes what turns out not to play well as a copy, and keeps why', async () => {
    const id = await addRead(short);
    const render: typeof deps.media.render = async (path, measured, step, run) =>
      step.kind === 'video' && step.picture.kind === 'copy'
        ? { kind: 'cannot-copy', reason: 'Key frames are 60 seconds apart' }
        : deps.media.render(path, measured, step, run);
    await workshop.run(transcode, id, { media: { ...deps.media, render } });
    expect(await kindsOf(id)).toEqual(['poster', 'video standard']);
    expect((await workshop.sessionOf(id)).plan).toMatchObject({
      first: { picture: { kind: 'encode' } },
      reasons: [expect.stringContaining('60 seconds apart')],
    });
  });

  test('run again it replaces the rows; who plays a file of before can do so until it is swept', async () => {
    const id = await addRead(short, transcode);
    const before = (await workshop.filesOf(id)).map((file) => file.fileName);
    await workshop.run(transcode, id);
    const after = (await workshop.filesOf(id)).map((file) => file.fileName);
    expect(after).toHaveLength(2);
    expect(after.filter((name) => before.includes(name))).toEqual([]);
    for (const name of before) {
      expect(await findMediaFile(deps.db, id, name)).toMatchObject({ fileName: name });
      await deps.store.stat(`${id}/${name}`);
    }
    expect((await dropReplacedFiles(deps.db, id, 60_000)).sort()).toEqual([...before, ...after].sort());
    expect((await dropReplacedFiles(deps.db, id, 0)).sort()).toEqual([...after].sort());
  });

  test('plans anew what the first release planned', async () => {
    const id = await addRead(short);
    const old = {
      kind: 'video',
      video: 'encode',
      audio: 'encode',
      picture: settings,
      reasons: ['Old'],
    } as const;
    await updateSession(deps.db, id, { plan: old });
    await workshop.run(transcode, id);
    expect(await kindsOf(id)).toEqual(['poster', 'video original']);
    expect((await workshop.sessionOf(id)).plan).toMatchObject({
      kind: 'play',
      first: { picture: { kind: 'copy' } },
    });
  });

  test('refuses a recording that was not read', async () => {
    const id = await workshop.addRecording(short);
    await expect(workshop.run(transcode, id)).rejects.toMatchObject({ name: 'PermanentError' });
  });
});

describe('extras', () => {
  test('makes storyboard, waveform and the sound alone of what can be played', async () => {
    const id = await addRead('zoom-like.mp4', transcode, extras);
    expect(await kindsOf(id)).toEqual([
      'audio',
      'poster',
      'sprite',
      'storyboard',
      'video original',
      'waveform',
    ]);
    const sprite = await nameOf(id, 'sprite');
    const vtt = (await workshop.readFile(id, await nameOf(id, 'storyboard'))).toString();
    expect(vtt.match(/^(.+)#xywh=0,0,\d+,\d+$/m)?.[1]).toBe(sprite);
    const waveform: unknown = JSON.parse(
      (await workshop.readFile(id, await nameOf(id, 'waveform'))).toString(),
    );
    expect(waveform).toMatchObject({ version: 2, bits: 8 });
    const sound = await workshop.probeFile(id, await nameOf(id, 'audio'));
    expect(sound).toMatchObject({ video: null, audio: { codec: 'aac' } });
    expect(sound.durationSeconds).toBeCloseTo((await workshop.sessionOf(id)).durationSeconds ?? 0, 0);
  });

  test('run again they are made of what was just made playable, not of what was optimised before', async () => {
    const id = await addRead(short);
    await updateSession(deps.db, id, { plan: heavyPlan });
    for (const stage of [transcode, optimise, transcode]) await workshop.run(stage, id);
    const files = await workshop.filesOf(id);
    const original = files.find(({ quality }) => quality === 'original')?.fileName;
    const asked: string[] = [];
    const measure: typeof deps.media.probe = (path, run) => {
      asked.push(basename(path));
      return deps.media.probe(path, run);
    };
    await workshop.run(extras, id, { media: { ...deps.media, probe: measure } });
    expect(asked).toEqual([original]);
  });

  test.each([
    ['ai', [0, 306]],
    ['person', [0, 300]],
    ['file', [0, 300]],
  ] as const)('keep when slides change, and move chapters of %s to %j', async (chaptersBy, starts) => {
    const id = await addRead(silent, transcode);
    const chapters = [0, 300].map((startSeconds) => ({ startSeconds, title: 'Part' }));
    await updateSession(deps.db, id, { chapters, chaptersBy, durationSeconds: 600 });
    const slideChanges = async () => [8, 306, 500];
    await workshop.run(extras, id, { media: { ...deps.media, slideChanges } });
    const session = await workshop.sessionOf(id);
    expect(session.slideChanges).toEqual([8, 306, 500]);
    expect(session.chapters.map(({ startSeconds }) => startSeconds)).toEqual(starts);
  });

  test.each([
    ['done', 'ai', 'waiting'],
    ['done', 'person', 'done'],
    ['failed', 'ai', 'failed'],
  ] as const)(
    'have chapters of a tagging that is %s and set by %s left %s',
    async (before, chaptersBy, after) => {
      const id = await addRead(silent, transcode);
      await updateSession(deps.db, id, { chaptersBy });
      await deps.db.insert(sessionStages).values({ sessionId: id, name: 'tag', status: before });
      const slideChanges = async () => [8.1, 306];
      const statusOf = async () =>
        (await listStages(deps.db, [id])).get(id)?.find(({ name }) => name === 'tag')?.status;
      await workshop.run(extras, id, { media: { ...deps.media, slideChanges } });
      expect(await statusOf()).toBe(after);
    },
  );

  test('that are the same as before leave the tagging alone', async () => {
    const id = await addRead(silent, transcode);
    await updateSession(deps.db, id, { slideChanges: [8.1, 306] });
    await deps.db.insert(sessionStages).values({ sessionId: id, name: 'tag', status: 'done' });
    await workshop.run(extras, id, { media: { ...deps.media, slideChanges: async () => [8.1, 306] } });
    const [stage] = (await listStages(deps.db, [id])).get(id)?.filter(({ name }) => name === 'tag') ?? [];
    expect(stage?.status).toBe('done');
  });

  test('run again it leaves one of each', async () => {
    const id = await addRead(short, transcode, extras);
    const before = await kindsOf(id);
    const sprite = await nameOf(id, 'sprite');
    await workshop.run(extras, id);
    expect(await kindsOf(id)).toEqual(before);
    expect(await nameOf(id, 'sprite')).not.toBe(sprite);
  });

  test('of a recording without a picture is the waveform; its rendition is the sound already', async () => {
    const id = await addRead('voice.m4a', transcode);
    const sound = await nameOf(id, 'audio');
    await workshop.run(extras, id);
    expect(await kindsOf(id)).toEqual(['audio', 'waveform']);
    expect(await nameOf(id, 'audio')).toBe(sound);
  });

  test('of a recording without sound are pictures alone', async () => {
    const id = await addRead('anamorphic-silent.mp4', transcode, extras);
    expect(await kindsOf(id)).toEqual(['poster', 'sprite', 'storyboard', expect.stringContaining('video')]);
  });

  test('that fail take nothing from those that work, and say what is missing', async () => {
    const id = await addRead(short, transcode);
    const storyboard = async () => {
      throw new PermanentError('No pictures could be taken.');
    };
    const using = { media: { ...deps.media, storyboard } };
    await expect(workshop.run(extras, id, using)).rejects.toThrow('No pictures could be taken.');
    expect(await kindsOf(id)).toEqual(['audio', 'poster', 'video original', 'waveform']);
  });
});

describe('optimise', () => {
  test('adds the version for every device beside the original quality', async () => {
    const id = await addRead(short);
    await updateSession(deps.db, id, { plan: heavyPlan });
    for (const stage of [transcode, extras, optimise, optimise]) await workshop.run(stage, id);
    const files = await workshop.filesOf(id);
    const videos = files.filter(({ kind }) => kind === 'video');
    expect(videos.map(({ quality }) => quality).sort()).toEqual(['original', 'standard']);
    expect(videos.find(({ quality }) => quality === 'standard')).toMatchObject({ width: 320, height: 180 });
  });

  test('adds what shows more beside the small version that came first, once, and the extras stay those of that', async () => {
    const id = await addRead('screen-hevc.mp4', transcode);
    expect(await videosOf(id)).toEqual(['standard 1280x720']);
    for (const stage of [optimise, transcode]) await workshop.run(stage, id);
    expect(await videosOf(id)).toEqual(['high 1920x1080', 'standard 1280x720']);
    const asked: number[] = [];
    const measure: typeof deps.media.probe = async (path, run) => {
      const measured = await deps.media.probe(path, run);
      asked.push(measured.video?.height ?? 0);
      throw new PermanentError('Enough.');
    };
    const using = { media: { ...deps.media, probe: measure } };
    await expect(workshop.run(extras, id, using)).rejects.toThrow('Enough.');
    expect(asked).toEqual([720]);
    await workshop.run(optimise, id);
    expect(await videosOf(id)).toEqual(['high 1920x1080', 'standard 1280x720']);
    const { fileName = '' } = (await workshop.filesOf(id)).find(({ quality }) => quality === 'high') ?? {};
    const made = await workshop.probeFile(id, fileName);
    expect(made).toMatchObject({ video: { codec: 'h264', profile: 'High' }, audio: { codec: 'aac' } });
    expect(made.video?.level).toBeLessThanOrEqual(42);
  });

  test('keeps its quality where the sound turns out not to play well as a copy', async () => {
    const id = await addRead('screen-hevc.mp4');
    const asked: unknown[] = [];
    const render: typeof deps.media.render = async (path, measured, step, run) => {
      asked.push([qualityOf(step), step.audio]);
      if (step.audio === 'copy') return { kind: 'cannot-copy', reason: 'Time stamps are out of order' };
      return deps.media.render(path, measured, step, run);
    };
    await workshop.run(optimise, id, { media: { ...deps.media, render } });
    expect(asked).toEqual([
      ['high', 'copy'],
      ['high', 'encode'],
    ]);
    expect(await videosOf(id)).toEqual(['high 1920x1080']);
  });

  test('makes nothing more of what was planned before there was more to make, until it is read again', async () => {
    const id = await addRead('screen-hevc.mp4');
    const { plan } = await workshop.sessionOf(id);
    if (plan?.kind !== 'play') throw new Error('no plan');
    await updateSession(deps.db, id, { plan: { ...plan, later: null } });
    expect(await workshop.run(optimise, id)).toEqual({ status: 'skipped' });
    await workshop.run(probe, id);
    expect((await workshop.sessionOf(id)).plan).toEqual(plan);
  });

  test('gives way to the making of what somebody waits for', async () => {
    const id = await addRead(short);
    await updateSession(deps.db, id, { plan: heavyPlan });
    const asked: unknown[] = [];
    const render: typeof deps.media.render = async (_path, _probe, step, run) => {
      asked.push([step, run.isBackground]);
      throw new PermanentError('Enough.');
    };
    const using = { media: { ...deps.media, render } };
    for (const stage of [transcode, optimise])
      await expect(workshop.run(stage, id, using)).rejects.toThrow('Enough.');
    expect(asked).toEqual([
      [copyStep, false],
      [encodeStep, true],
    ]);
  });

  test('keeps its version while the recording is made playable again', async () => {
    const id = await addRead(short);
    await updateSession(deps.db, id, { plan: heavyPlan });
    for (const stage of [transcode, optimise, transcode]) await workshop.run(stage, id);
    expect(await kindsOf(id)).toEqual(['poster', 'video original', 'video standard']);
  });

  test('has nothing to do, and no word about it, where what can be played is for every device', async () => {
    const id = await addRead(short, transcode);
    expect(await workshop.run(optimise, id)).toEqual({ status: 'skipped' });
  });
});

test('files in the store are the rows’, those that were replaced, and the original', async () => {
  const id = await addRead(short, transcode, extras, transcode, extras);
  const inStore = (await deps.store.list(id)).map((file) => file.key.slice(id.length + 1));
  const named = await dropReplacedFiles(deps.db, id, 60_000);
  expect(inStore.sort()).toEqual([originalFileName, ...named].sort());
});
