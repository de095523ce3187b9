import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sharedClock } from './clock';
import { watchClock } from './clock-watch';

const world = { machine: 0, asked: 0, isOut: false, said: [] as string[] };
const DATABASE = () => Date.now();
const log = {
  info: (words: string) => world.said.push(words),
  warn: (_: object, words: string) => world.said.push(words),
};

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] });
  Object.assign(world, { machine: 0, asked: 0, isOut: false, said: [] });
});
afterEach(() => vi.useRealTimers());

function watched() {
  const shared = sharedClock(0, () => Date.now() + world.machine);
  const watch = watchClock(
    shared,
    async () => {
      world.asked++;
      if (world.isOut) throw new Error('out');
      return DATABASE();
    },
    log,
  );
  return { ...shared, ...watch };
}

it('that was set is compared at once, again and again while the database is out, which is said once', async () => {
  const { clock, isInDoubt, close } = watched();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(world.asked).toBe(0);
  world.isOut = true;
  world.machine = -60_000;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(world.asked).toBeGreaterThan(5);
  expect({ doubt: isInDoubt(), now: clock() }).toEqual({ doubt: true, now: DATABASE() });
  world.isOut = false;
  await vi.advanceTimersByTimeAsync(200);
  expect({ doubt: isInDoubt(), now: clock() }).toEqual({ doubt: false, now: DATABASE() });
  expect(world.said).toEqual([
    'the clock cannot be compared yet',
    expect.stringContaining('which is followed'),
  ]);
  close();
});

it('that goes wrong little by little is compared each minute', async () => {
  const { clock, close } = watched();
  for (let minute = 0; minute < 4; minute++) {
    world.machine += 800;
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect(Math.abs(clock() - DATABASE())).toBeLessThanOrEqual(2_000);
  expect(world.asked).toBe(4);
  close();
});
