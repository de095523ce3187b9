import { expect, it, vi } from 'vitest';
import { isOutage } from '../faults';
import { createGate } from './gate';

function setup() {
  const world = { silent: false, doubt: false, out: false, now: 0, took: 0 };
  const gate = createGate(
    () => world.silent,
    {
      isInDoubt: () => world.doubt,
      async compare() {
        world.doubt = world.out;
        world.now += world.took;
      },
    },
    () => world.now,
  );
  return { world, gate };
}

it('lets one call in half a second through while the database is silent, and all once it speaks', async () => {
  const { world, gate } = setup();
  const refused = gate.pass.bind(gate, async () => 'done');
  world.silent = true;
  expect(await gate.pass(async () => 'done')).toBe('done');
  for (const now of [1, 499]) {
    world.now = now;
    await expect(refused()).rejects.toSatisfy(isOutage);
  }
  world.now = 500;
  expect(await gate.pass(async () => 'done')).toBe('done');
  world.silent = false;
  expect(await gate.pass(async () => 'done')).toBe('done');
});

it('begins nothing while nobody knows what time it is: asks, and refuses where nobody says', async () => {
  const { world, gate } = setup();
  world.doubt = true;
  expect(await gate.pass(async () => world.doubt)).toBe(false);
  Object.assign(world, { doubt: true, out: true });
  await expect(gate.pass(async () => 'done')).rejects.toSatisfy(isOutage);
});

it('holds no more than it can, begins nothing beyond, and has room again for each that is over', async () => {
  const { gate } = setup();
  const ends: (() => void)[] = [];
  const held = Array.from({ length: 2_000 }, () =>
    gate.pass(() => new Promise<void>((end) => ends.push(end))),
  );
  let begun = false;
  const one = async () => {
    begun = true;
  };
  await expect(gate.pass(one)).rejects.toSatisfy(isOutage);
  expect(begun).toBe(false);
  ends.pop()?.();
  await held.pop();
  await gate.pass(one);
  expect(begun).toBe(true);
  for (const end of ends) end();
  await Promise.all(held);
  // One that fails before it has waited for anything, too.
  await expect(
    gate.pass(() => {
      throw new Error('at once');
    }),
  ).rejects.toThrow('at once');
});

it('does not begin what its caller was refused meanwhile, since the time was not known', async () => {
  const { world, gate } = setup();
  const work = vi.fn(async () => 'done');
  world.doubt = true;
  world.took = 8_000;
  await expect(gate.pass(work)).rejects.toSatisfy(isOutage);
  expect(work).not.toHaveBeenCalled();
});

it('has its places again when what holds them never ends', async () => {
  vi.useFakeTimers();
  vi.resetModules();
  try {
    const fresh = await import('./gate');
    const gate = fresh.createGate(
      () => false,
      { isInDoubt: () => false, compare: async () => {} },
      () => 0,
    );
    const held = Array.from({ length: 2_000 }, () => gate.pass(() => new Promise(() => {})));
    const outcomes = Promise.allSettled(held);
    await vi.advanceTimersByTimeAsync(9_000);
    expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
    await expect(gate.pass(async () => 'done')).rejects.toSatisfy(isOutage);
    await vi.advanceTimersByTimeAsync(72_000);
    expect(await gate.pass(async () => 'done')).toBe('done');
  } finally {
    vi.useRealTimers();
    // Or other files of this process would get modules whose timers stand still.
    vi.resetModules();
  }
});
