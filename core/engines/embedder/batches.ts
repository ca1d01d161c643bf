/** Texts of one request, at most. Servers of one's own often take no more than 32 (Text Embeddings Inference). */
export const mostTexts = 32;
/** OpenAI takes 300,000 tokens a request; servers of one's own run out of memory long before. */
const mostTokens = 16_000;
/** Of one text; models read from 512 to 8,192 tokens and mostly drop the rest themselves. */
const mostCharacters = 20_000;

/** About: English has 4 letters a token, scripts of characters one or two tokens a character. */
const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3);

/** Cuts a list into requests, in order; each has at least one text. */
export function batchesOf(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let tokens = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    const shortened = text.slice(0, mostCharacters);
    const more = tokensOf(shortened);
    const last = batches.at(-1);
    if (last === undefined || last.length >= mostTexts || tokens + more > mostTokens) {
      batches.push([shortened]);
      tokens = more;
    } else {
      last.push(shortened);
      tokens += more;
    }
  }
  return batches;
}
