import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until the answer is there. Never a fixed sleep: a slow machine gets its time, a fast one loses none.
 *
 * @param seconds after which it gives up, saying `what` did not happen
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  seconds = 30,
): Promise<T> {
  for (const deadline = Date.now() + seconds * 1000; ; ) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`);
    await pause(25);
  }
}
