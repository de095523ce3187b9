import { expect, it } from 'vitest';
import { sharedClock } from './clock';

const START = 1_000_000;

function setup() {
  const world = { machine: START, steady: 50 };
  const shared = sharedClock(
    0,
    () => world.machine,
    () => world.steady,
  );
  const pass = (milliseconds: number) => {
    world.machine += milliseconds;
    world.steady += milliseconds;
  };
  /** As if it had been asked so long ago, and had answered halfway. */
  const hear = (off: number, took = 2) => {
    const sent = world.steady;
    const theirs = world.machine + took / 2 + off;
    pass(took);
    return shared.compare(theirs, sent, world.steady);
  };
  return { world, ...shared, pass, hear };
}

it('leaves a clock alone that is near enough', () => {
  const { clock, hear, world } = setup();
  expect(hear(1_900)).toBeUndefined();
  expect(hear(-1_900)).toBeUndefined();
  expect(clock()).toBe(world.machine);
});

it('follows the other one where it is far off, says so once, and goes back', () => {
  const { world, clock, hear } = setup();
  expect(hear(-60_000)).toBe(-60_000);
  expect(clock()).toBe(world.machine - 60_000);
  expect(hear(-60_300)).toBeUndefined();
  expect(clock()).toBe(world.machine - 60_000);
  // Somebody has set this machine's.
  world.machine -= 60_000;
  expect(hear(100)).toBe(0);
  expect(clock()).toBe(world.machine);
});

it('takes no slow answer for a clock that is off', () => {
  const { world, clock, hear } = setup();
  expect(hear(4_000, 5_000)).toBeUndefined();
  expect(clock()).toBe(world.machine);
});

it('goes on following when an answer is too slow to say that the clock is right again', () => {
  const { world, clock, hear } = setup();
  expect(hear(-5_000)).toBe(-5_000);
  expect(hear(-5_000, 8_000)).toBeUndefined();
  expect(clock()).toBe(world.machine - 5_000);
});

it.each([-60_000, 60_000])('set by %i ms, goes on as before, in doubt, until it was compared', (by) => {
  const { world, clock, isInDoubt, pass, hear } = setup();
  pass(1_000);
  expect(isInDoubt()).toBe(false);
  world.machine += by;
  pass(500);
  expect(isInDoubt()).toBe(true);
  expect(clock()).toBe(START + 1_500);
  // An answer that says too little of it.
  expect(hear(-by, 6_000)).toBeUndefined();
  expect(isInDoubt()).toBe(true);
  expect(hear(-by)).toBe(-by);
  expect(isInDoubt()).toBe(false);
  expect(clock()).toBe(START + 7_502);
});

it('after the machine slept, is what it says, once the other one says so too', () => {
  const { world, clock, isInDoubt, hear } = setup();
  world.machine += 3_600_000;
  expect(isInDoubt()).toBe(true);
  expect(hear(0)).toBeUndefined();
  expect(isInDoubt()).toBe(false);
  expect(clock()).toBe(world.machine);
});

it('asked while it is set: the answer counts by the steady clock', () => {
  const { world, clock, compare } = setup();
  const theirs = world.machine;
  const sent = world.steady;
  world.machine -= 60_000;
  expect(compare(theirs, sent, world.steady)).toBe(60_000);
  expect(clock()).toBe(START);
});
