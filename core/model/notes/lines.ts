/** As many bytes of UTF-8 as a session's notes may have. */
export const mostNoteBytes = 200_000;

/** The text with line feeds alone between its lines, and without what is blank at its end. */
export function tidyNotes(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trimEnd();
}

/** An empty text has no lines. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));
