/** `[-][hours:]minutes:seconds[.fraction]`; every repetition is bounded, so matching is constant work. */
const timestamp = /^(-?)(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?$/;

/** Longest text that can be a time stamp. */
const longest = 24;

/**
 * Seconds, rounded to milliseconds, of a time stamp of WebVTT, SRT, SBV or ASS (`.` or `,`, hours optional; below
 * zero where a tool has shifted a file); else `null`.
 */
export function parseTimestamp(text: string): number | null {
  if (text.length > longest) return null;
  const match = timestamp.exec(text);
  if (!match) return null;
  const [, sign, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const milliseconds = Math.round((whole + Number(`0.${fraction}`)) * 1000);
  return (sign === '-' && milliseconds > 0 ? -milliseconds : milliseconds) / 1000;
}

/** To the nearest whole millisecond, as far as caption files go. */
export const millisecondsOf = (seconds: number): number => Math.max(0, Math.round(seconds * 1000));

const pad = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `hh:mm:ss.mmm`, as WebVTT 4.3 wants it; SRT wants `,` as the separator. */
export function formatTimestamp(seconds: number, separator: '.' | ',' = '.'): string {
  const total = millisecondsOf(seconds);
  const whole = Math.floor(total / 1000);
  const clock = `${pad(Math.floor(whole / 3600))}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return `${clock}${separator}${String(total % 1000).padStart(3, '0')}`;
}

/** `m:ss` or `h:mm:ss` for people. */
export function formatClock(seconds: number): string {
  const [hours = '', minutes = '', rest = ''] = formatTimestamp(Math.floor(seconds)).split(/[:.]/);
  return Number(hours) > 0 ? `${Number(hours)}:${minutes}:${rest}` : `${Number(minutes)}:${rest}`;
}
