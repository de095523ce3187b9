import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lockFile } from './file-lock.js';
import { movedClock } from './moved-clock.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'gooclaim-sdk-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A clock, and a lock of somebody else's that was made at its time, or so many milliseconds later. */
function scene(laterMs = 0) {
  const path = join(folder, `${++files}.lock`);
  const clock = movedClock();
  writeFileSync(path, 'somebody');
  utimesSync(path, (clock.now() + laterMs) / 1000, (clock.now() + laterMs) / 1000);
  return { path, clock };
}

test('a lock of a process that died gives way after two minutes', async () => {
  const { path, clock } = scene();
  const unlock = await lockFile(path, clock);
  expect(clock.slept.length).toBe(1_201);
  expect(readFileSync(path, 'utf8')).not.toBe('somebody');
  await unlock();
  expect(existsSync(path)).toBe(false);
});

test('one from the future does so at once: the clock was set back', async () => {
  const { path, clock } = scene(3_600_000);
  await lockFile(path, clock);
  expect(clock.slept).toEqual([]);
});

test('one that is held on and on is waited for, but not for ever', async () => {
  const { path, clock } = scene();
  const sleep = async (milliseconds: number) => {
    await clock.sleep(milliseconds);
    utimesSync(path, clock.now() / 1000, clock.now() / 1000);
  };
  await expect(lockFile(path, { now: clock.now, sleep })).rejects.toMatchObject({
    error: 'temporarily_unavailable',
    message: expect.stringContaining('is held by another process'),
  });
  expect(readFileSync(path, 'utf8')).toBe('somebody');
});

test('whoever was taken for dead does not remove the lock of the next', async () => {
  const { path, clock } = scene();
  rmSync(path);
  const unlockFirst = await lockFile(path, clock);
  // The file is from today, the clock from long ago: to the second the first one's lock is none.
  const unlockSecond = await lockFile(path, clock);
  await unlockFirst();
  expect(existsSync(path)).toBe(true);
  await unlockSecond();
  expect(existsSync(path)).toBe(false);
});
