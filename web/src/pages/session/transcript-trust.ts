import type { Session } from '../../../../core/api/sessions.ts';

/** Who wrote the transcript, how sure they are, and how much people have corrected; what is not known is left out. */
export function trustInWords({
  engine,
  confidence,
  correctedShare,
  edited,
}: NonNullable<Session['transcript']>): string {
  return [
    ...(engine === 'captions' ? [] : [`Written by ${engine}`]),
    ...(confidence === null ? [] : [`${percent(confidence)} sure of its words`]),
    ...(edited ? [`${percent(correctedShare)} corrected by people`] : []),
  ].join(', ');
}

/** What is a little is not nothing. */
const percent = (share: number): string =>
  share > 0 && share < 0.01 ? 'less than 1 %' : `${Math.round(share * 100)} %`;
