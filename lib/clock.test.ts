import { expect, it } from 'vitest';
import { sharedClock } from './clock';

function setup() {
  const world = { machine: 1_000_000 };
  const { clock, compare } = sharedClock(0, () => world.machine);
  /** As if it had been asked now, and had answered after so many milliseconds. */
  const hear = (off: number, took = 2) =>
    compare(world.machine + took / 2 + off, world.machine, world.machine + took);
  return { world, clock, hear };
}

it('leaves a clock alone that is near enough', () => {
  const { clock, hear } = setup();
  expect(hear(1_900)).toBeUndefined();
  expect(hear(-1_900)).toBeUndefined();
  expect(clock()).toBe(1_000_000);
});

it('follows the other one where it is far off, says so once, and goes back', () => {
  const { world, clock, hear } = setup();
  expect(hear(-60_000)).toBe(-60_000);
  expect(clock()).toBe(940_000);
  expect(hear(-60_300)).toBeUndefined();
  expect(clock()).toBe(940_000);
  // Somebody has set this machine's.
  world.machine -= 60_000;
  expect(hear(100)).toBe(0);
  expect(clock()).toBe(940_000);
});

it('takes no slow answer for a clock that is off', () => {
  const { clock, hear } = setup();
  expect(hear(4_000, 5_000)).toBeUndefined();
  expect(clock()).toBe(1_000_000);
});
