/**
 * Every answer of the portal's API carries the server's `now`. Countdowns and ages are reckoned from it:
 * a laptop whose clock is five minutes off must not be told that its session has five minutes more.
 */
let skewMs = 0;

/** Call when an answer arrives. The answer is as old as half its round trip, which is below what anyone can see. */
export function noteServerTime(now: string): void {
  const server = Date.parse(now);
  if (Number.isFinite(server)) skewMs = server - Date.now();
}

/** Milliseconds since the epoch, by the server's clock. */
export function serverNow(): number {
  return Date.now() + skewMs;
}
