/**
 * What a session is spoken in (BCP 47, `und`: nobody knows): what a person says before what its transcript does,
 * and where that does not know, what was found out since.
 */
export function languageOf(
  session: { readonly languageGiven: string | null; readonly language: string },
  transcript?: { readonly language: string },
): string {
  if (session.languageGiven !== null) return session.languageGiven;
  return transcript && transcript.language !== 'und' ? transcript.language : session.language;
}
