/** `12:31`, from an hour on `1:02:03`; whole seconds, rounded down. */
export function formatTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** As fine as the start of a line is moved: `12:31.4`. */
export const formatTenths = (seconds: number): string => {
  const tenths = Math.round(seconds * 10);
  return `${formatTime(tenths / 10)}.${tenths % 10}`;
};

/** For ears: `12 minutes 31 seconds`. */
export function speakTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    { count: Math.floor(whole / 3600), unit: 'hour' },
    { count: Math.floor(whole / 60) % 60, unit: 'minute' },
    { count: whole % 60, unit: 'second' },
  ].filter(({ count }) => count > 0);
  if (parts.length === 0) return '0 seconds';
  return parts.map(({ count, unit }) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ');
}

/** How long something takes, no finer than anyone needs it: `40 s`, `12 min`, `1 h 5 min`. */
export function formatLength(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}

/** What is left of a wait, no finer than anyone needs it: `18 s left`, `3 min left`. */
export function formatLeft(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s left`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min left`;
  return `${Math.round(seconds / 3600)} h left`;
}

/** The `t` of a URL: seconds, or what people type such as `12:31`. Anything else is no time. */
export function parseTime(text: string): number | undefined {
  if (!/^\d+(:\d{1,2}){0,2}(\.\d+)?$/.test(text)) return undefined;
  return text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
