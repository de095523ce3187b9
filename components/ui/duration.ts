const UNITS = [
  { ms: 86_400_000, short: 'd', one: 'day', many: 'days' },
  { ms: 3_600_000, short: 'h', one: 'hour', many: 'hours' },
  { ms: 60_000, short: 'min', one: 'minute', many: 'minutes' },
  { ms: 1000, short: 's', one: 'second', many: 'seconds' },
] as const;

/** "4 s", "12 min", "3 h", "41 d": the largest unit that fits, rounded down. */
export function shortDuration(ms: number): string {
  const positive = Math.max(0, ms);
  for (const unit of UNITS) {
    if (positive >= unit.ms) return `${Math.floor(positive / unit.ms)} ${unit.short}`;
  }
  return '0 s';
}

/** "1 hour 30 minutes", "10 minutes": what a number of seconds amounts to, exactly. */
export function spelledDuration(seconds: number): string {
  let rest = seconds * 1000;
  const parts: string[] = [];
  for (const unit of UNITS) {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    if (count > 0) parts.push(`${count} ${count === 1 ? unit.one : unit.many}`);
  }
  return parts.join(' ');
}

/** "2 days 4 h", "23 h 59 min", "9 min 05 s": two units, for what is counted down. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'} ${hours} h`;
  if (hours > 0) return `${hours} h ${pad(minutes)} min`;
  if (minutes > 0) return `${minutes} min ${pad(seconds % 60)} s`;
  return `${seconds} s`;
}

/** "12:41", as on a clock; hours only when there are any. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
