const exact = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** "14 Mar 2025, 09:41:07 CET": the reader's own zone, named. */
export function exactTime(iso: string | number): string {
  return exact.format(new Date(iso));
}

/** "14 Mar 2025" in the reader's own zone. */
export function calendarDay(iso: string | number): string {
  return day.format(new Date(iso));
}
