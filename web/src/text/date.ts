const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });

/** As people say it: `12 March`, with the year when that is not the one of `now`. */
export function formatDay(instant: string, now: Date): string {
  const date = new Date(instant);
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date);
}

/** `12 March 2026` */
export function formatDayOfYear(instant: string): string {
  return dayOfYear.format(new Date(instant));
}

/** For the one who hovers: day of the week and minute. */
export function formatExactly(instant: string): string {
  return exact.format(new Date(instant));
}
