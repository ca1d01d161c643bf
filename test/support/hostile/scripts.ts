/** Nobody answers there, and nobody may be asked. */
export const hostileHost = 'hostile.invalid';

/** What every one of the texts would set on the page, were any of it run. */
export const ranName = 'hostileTextRan';

const run = `top.${ranName}=1`;
const url = `https://${hostileHost}/x`;

const tags = [
  `<script>${run}</script>`,
  `<script src=${url}></script>`,
  `<ScRiPt >${run}</sCrIpT >`,
  `</title><script>${run}</script>`,
  `</textarea><script>${run}</script>`,
  `--><script>${run}</script>`,
  `]]><script>${run}</script>`,
  `<<script>${run}//<</script>`,
  `<scr<script>ipt>${run}</script>`,
  `<img src=x onerror=${run}>`,
  `<img src=${url}>`,
  `<img/src/onerror=${run}>`,
  `<IMG """><SCRIPT>${run}</SCRIPT>">`,
  `<iframe src="javascript:${run}">`,
  `<iframe srcdoc="<script>${run}</script>">`,
  `<object data="javascript:${run}">`,
  `<embed src="javascript:${run}">`,
  `<base href="${url}/">`,
  `<link rel=stylesheet href=${url}>`,
  `<style>@import "${url}";</style>`,
  `<meta http-equiv=refresh content="0;${url}">`,
  `<form action="javascript:${run}"><button>`,
  `<video><source onerror="${run}">`,
  `<audio src=x onerror=${run}>`,
  `<details open ontoggle=${run}>`,
  `<body onload=${run}>`,
  `<input autofocus onfocus=${run}>`,
  `<marquee onstart=${run}>x</marquee>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${run}>`,
  `<template><script>${run}</script></template>`,
  `<dialog open onclose=${run}>x</dialog>`,
];

const pictures = [
  `<svg onload=${run}>`,
  `<svg><script>${run}</script></svg>`,
  `<svg><animate onbegin=${run} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${run}"><text>x</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${run}>#x"/></svg>`,
  `<svg><foreignObject><img src=x onerror=${run}></foreignObject></svg>`,
];

const attributes = [
  `" onmouseover="${run}" x="`,
  `' onfocus='${run}' autofocus x='`,
  `" autofocus onfocus=${run} x="`,
  '" style="position:fixed;inset:0;background:red" x="',
  `"><img src=x onerror=${run}>`,
  `'><svg onload=${run}>`,
  `\` onmouseover=${run} \``,
];

const addresses = [
  `javascript:${run}`,
  `JaVaScRiPt:${run}`,
  `java\tscript:${run}`,
  ` javascript:${run}`,
  `data:text/html,<script>${run}</script>`,
  `vbscript:${run}`,
  `//${hostileHost}/x`,
  `/\\${hostileHost}/x`,
];

const markdown = [
  `[a](javascript:${run})`,
  `[a](JAVASCRIPT:${run})`,
  `[a](java&#x0A;script:${run})`,
  `[a](data:text/html;base64,PHNjcmlwdD4=)`,
  `[a](//${hostileHost}/x)`,
  `[a](/\\${hostileHost}/x)`,
  `![a](${url})`,
  `![a](x"onerror="${run})`,
  `[a]("onmouseover="${run})`,
  `<javascript:${run}>`,
  `[a][1]\n\n[1]: javascript:${run}`,
  `\`\`\`<img src=x onerror=${run}>\n<script>${run}</script>`,
  `**<img src=x onerror=${run}>**`,
  `> - <svg onload=${run}>`,
];

const encoded = [
  `&lt;script&gt;${run}&lt;/script&gt;`,
  `&#60;img src=x onerror=${run}&#62;`,
  `%3Cscript%3E${run}%3C/script%3E`,
  `\\u003cscript\\u003e${run}\\u003c/script\\u003e`,
  `\\x3cimg src=x onerror=${run}\\x3e`,
  `＜script＞${run}＜/script＞`,
];

const others = [
  `\u202e<img src=x onerror=${run}>\u202c`,
  `\u2066<script>${run}</script>\u2069`,
  `\u200f"><img src=x onerror=${run}>`,
  `{{constructor.constructor('${run}')()}}`,
  `\${${run}}`,
  `<%= ${run} %>`,
  `#{${run}}`,
  `__proto__`,
  `<mark>x</mark><img src=x onerror=${run}>`,
];

const cues = [
  `<c.x onmouseover=${run}>x</c>`,
  `<v <img src=x onerror=${run}>>x</v>`,
  `<00:00:01.000><img src=x onerror=${run}>`,
  `<lang javascript:${run}>x</lang>`,
  `<ruby><rt onload=${run}>x`,
];

const kinds = { tags, pictures, attributes, addresses, markdown, encoded, others, cues };

/** Things that a page must show as they are. Some have line breaks and tabs. */
export const hostileTexts: readonly string[] = Object.values(kinds).flat();

/** As few lines as hold all of the texts, each at most so long; what is longer alone is left out. */
export function inLines(texts: readonly string[], mostLetters: number): string[] {
  const lines: string[] = [];
  for (const text of texts.map((each) => each.replace(/\s+/g, ' ').trim())) {
    if (text.length > mostLetters) continue;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= mostLetters)
      lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}

/** All of them as searches of some twenty words, each of one kind. */
export const hostileSearches = Object.entries(kinds).flatMap(([kind, texts]) =>
  inLines(texts, 150).map((words) => ({ kind, words })),
);
