import { randomUUID } from 'node:crypto';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import type { Clock } from './clock.js';
import { UnavailableError } from './errors.js';

/** A lock older than this was left by a process that died, in milliseconds: a rotation takes seconds. */
const STALE_MS = 120_000;

/** How long to wait, in milliseconds: for one that died, and for others that wait as well. */
const LONGEST_WAIT_MS = 2 * STALE_MS;
const PAUSE_MS = 100;

/**
 * Waits for a lock file and makes it. Whoever holds it is named in it: a lock that was taken for left behind belongs to
 * another by the time its first owner is done.
 *
 * @returns what gives it back
 * @throws UnavailableError after four minutes
 */
export async function lockFile(
  path: string,
  { now, sleep }: Pick<Clock, 'now' | 'sleep'>,
): Promise<() => Promise<void>> {
  const mine = randomUUID();
  const until = now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      return () => removeIf(path, mine);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
    const found = await unlessGone(look(path));
    // A clock that was set back makes a lock of the future.
    if (found && Math.abs(now() - found.mtimeMs) > STALE_MS) await removeIf(path, found.holder);
    else if (now() >= until)
      throw new UnavailableError(
        `${path} is held by another process. If there is none, remove it; nothing was done.`,
      );
    else await sleep(PAUSE_MS);
  }
}

/** Of one and the same file, even if another takes its place meanwhile. */
async function look(path: string): Promise<{ holder: string; mtimeMs: number }> {
  const file = await open(path, 'r');
  try {
    const { mtimeMs } = await file.stat();
    return { holder: await file.readFile('utf8'), mtimeMs };
  } finally {
    await file.close();
  }
}

async function removeIf(path: string, holder: string): Promise<void> {
  if ((await unlessGone(readFile(path, 'utf8'))) === holder) await rm(path, { force: true });
}

async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}
