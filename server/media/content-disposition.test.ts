import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachmentNamed } from './content-disposition.ts';

test.each([
  ['talk.mp4', `attachment; filename="talk.mp4"; filename*=UTF-8''talk.mp4`],
  [
    'Ana’s "talk" (1).html',
    `attachment; filename="Ana_s _talk_ (1).html"; filename*=UTF-8''Ana%E2%80%99s%20%22talk%22%20%281%29.html`,
  ],
  ['Café.mp4', `attachment; filename="Cafe.mp4"; filename*=UTF-8''Caf%C3%A9.mp4`],
  ['100 %41.mp4', `attachment; filename="100 _41.mp4"; filename*=UTF-8''100%20%2541.mp4`],
  ['会議.mp4', `attachment; filename="__.mp4"; filename*=UTF-8''%E4%BC%9A%E8%AD%B0.mp4`],
])('%s is sent as %s', (fileName, header) => {
  expect(attachmentNamed(fileName)).toBe(header);
});

test('whatever the name, the header is ASCII of one line with two values, and the second is the name', () => {
  const name = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(name, (fileName) => {
      const header = attachmentNamed(fileName);
      const [, encoded = '?'] =
        /^attachment; filename="[^"\\%]*"; filename\*=UTF-8''([A-Za-z0-9!~_.%-]*)$/.exec(header) ?? [];
      expect(header).toMatch(/^[ -~]*$/);
      expect(decodeURIComponent(encoded)).toBe(Buffer.from(fileName).toString());
    }),
  );
});
