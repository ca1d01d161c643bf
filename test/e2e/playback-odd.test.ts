import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  bright,
  dark,
  expectInSync,
  expectNear,
  expectPlays,
  expectSize,
  isPlayable,
  openPlayback,
  type Playback,
} from '../support/playback.ts';
import { openAt, seek } from '../support/player.ts';
import { isPlayed, oddRecordings, talkRecordings } from '../support/recordings.ts';

const odd = oddRecordings.filter(isPlayed);
const talks = talkRecordings.filter(isPlayed);

let playback: Playback;
beforeAll(async () => {
  playback = await openPlayback();
  playback.add([...odd, ...talks]);
});
afterEach(() => expect(playback.opened.errors.splice(0)).toEqual([]));
afterAll(() => playback.close());

// That beep and flash keep their time is shown of each by the contract test; here of one of each kind.
test.each(odd)(
  '$name is upright and at the second that is asked for',
  async ({ name, flashSeconds, beepSeconds, size, isFirstOfKind }) => {
    const { slug } = await playback.sessionOf(name, isPlayable);
    const { page } = playback.opened;
    const seconds = (flashSeconds ?? 0.4) + 0.1;
    const shown = await openAt(page, slug, seconds);
    expectNear(shown.seconds, seconds, 0.3);
    expect(shown.width > 0).toBe(size !== null);
    if (size) {
      // A version for every device may be there already: no wider than 1280.
      const share = shown.width <= 1280 ? Math.min(1, 1280 / size[0]) : 1;
      expectSize(shown, [size[0] * share, size[1] * share]);
      const [red = 0, green = 255, blue = 255] = shown.topLeft;
      expect(red - Math.max(green, blue)).toBeGreaterThan(100);
    }
    if (flashSeconds !== null) {
      expect(shown.brightness).toBeGreaterThan(bright);
      expect((await seek(page, flashSeconds - 0.3)).brightness).toBeLessThan(dark);
    }
    if (isFirstOfKind && beepSeconds !== null) await expectInSync(page, beepSeconds, flashSeconds !== null);
  },
);

test.each(talks)('$name plays from the second that is asked for', async (recording) => {
  await expectPlays(playback, recording);
});
