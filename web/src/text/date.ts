const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
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

/** With the time of day: `12 March, 14:05`, or `Today, 14:05`. */
export function formatMoment(instant: string, now: Date): string {
  const date = new Date(instant);
  const time = timeOfDay.format(date);
  return date.toDateString() === now.toDateString()
    ? `Today, ${time}`
    : `${formatDay(instant, now)}, ${time}`;
}

/** For the one who hovers: day of the week and minute. */
export function formatExactly(instant: string): string {
  return exact.format(new Date(instant));
}
