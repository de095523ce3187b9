import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type KeyTimes,
  leavesAt,
  revocationSteps,
  rotationAt,
  rotationSteps,
  type Step,
  scheduledSteps,
  signsFrom,
} from './rotation';
import { stored } from './stored-key.fixture';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (milliseconds: number) => new Date(milliseconds);

const active = stored({ kid: 'one' }, 'active', { createdAt: at(0), activatedAt: at(0) });
const next = stored({ kid: 'two' }, 'next', { createdAt: at(0) });

describe('what is due by itself', () => {
  it('a first start makes a key to sign with and one ahead', () => {
    expect(scheduledSteps([], 0, 90)).toEqual([
      { take: 'make', state: 'active' },
      { take: 'make', state: 'next' },
    ]);
  });

  it('publishes a next key where there is none, as after an upgrade', () => {
    expect(scheduledSteps([active], 500 * DAY, 90)).toEqual([{ take: 'make', state: 'next' }]);
  });

  it.each([
    [89 * DAY, []],
    [90 * DAY - 1, []],
    [
      90 * DAY,
      [
        { take: 'replace', kid: 'one' },
        { take: 'activate', kid: 'two' },
        { take: 'make', state: 'next' },
      ],
    ],
  ])('rotates after 90 days (%i ms)', (now, steps) => {
    expect(scheduledSteps([active, next], now, 90)).toEqual(steps);
  });

  it('lets no key sign that was published less than two hours ago, however old the active one is', () => {
    const young = { ...next, createdAt: at(100 * DAY) };
    expect(rotationAt([active, young], 90)).toBe(100 * DAY + 2 * HOUR);
    expect(scheduledSteps([active, young], 100 * DAY + 2 * HOUR - 1, 90)).toEqual([]);
    expect(scheduledSteps([active, young], 100 * DAY + 2 * HOUR, 90)).toHaveLength(3);
  });

  it('keeps a replaced key for the longest life of a token and two hours', () => {
    const old = stored({ kid: 'old' }, 'retiring', { retiringAt: at(DAY) });
    expect(leavesAt(old)).toBe(DAY + 26 * HOUR);
    expect(scheduledSteps([old, active, next], DAY + 26 * HOUR - 1, 90)).toEqual([]);
    expect(scheduledSteps([old, active, next], DAY + 26 * HOUR, 90)).toEqual([
      { take: 'retire', kid: 'old' },
    ]);
  });

  it('lets the next key sign, young as it is, when no key does', () => {
    expect(scheduledSteps([next], 0, 90)).toEqual([
      { take: 'activate', kid: 'two' },
      { take: 'make', state: 'next' },
    ]);
  });
});

describe('what people ask for', () => {
  const old = stored({ kid: 'old' }, 'retired');

  it('a rotation lets the next key sign and publishes another', () => {
    expect(rotationSteps([active, next])).toEqual([
      { take: 'replace', kid: 'one' },
      { take: 'activate', kid: 'two' },
      { take: 'make', state: 'next' },
    ]);
  });

  it('the next key takes the place of a revoked active one; what is due then publishes another', () => {
    expect(revocationSteps([active, next], 'one')).toEqual([
      { take: 'revoke', kid: 'one' },
      { take: 'activate', kid: 'two' },
    ]);
    const promoted = { ...next, state: 'active' as const, activatedAt: at(0) };
    expect(scheduledSteps([promoted], 0, 90)).toEqual([{ take: 'make', state: 'next' }]);
  });

  it('a key is made where none is ahead', () => {
    const made = { take: 'make', state: 'active' };
    expect(revocationSteps([active], 'one')).toEqual([{ take: 'revoke', kid: 'one' }, made]);
  });

  it('a revoked key that does not sign just goes', () => {
    expect(revocationSteps([active, next], 'two')).toEqual([{ take: 'revoke', kid: 'two' }]);
    expect(revocationSteps([old, active, next], 'old')).toEqual([{ take: 'revoke', kid: 'old' }]);
  });

  it('nothing is left to do for a key that was revoked, or is not there', () => {
    const revoked = { ...old, revokedAt: at(0) };
    expect(revocationSteps([revoked, active, next], 'old')).toEqual([]);
    expect(revocationSteps([active, next], 'none')).toEqual([]);
  });
});

/** A year and more in the life of a key set: what `store/signing-keys.ts` does, without a database. */
class World {
  keys: KeyTimes[] = [];
  /** When each key last signed, and when it was published before it began. */
  stopped = new Map<string, number>();
  began = new Map<string, { published: number; at: number; first: boolean }>();
  private made = 0;

  take(steps: Step[], now: number): void {
    for (const step of steps) {
      if (step.take === 'make') {
        const kid = `key_${this.made++}`;
        const isActive = step.state === 'active';
        this.keys.push(
          stored({ kid }, step.state, { createdAt: at(now), activatedAt: isActive ? at(now) : null }),
        );
        if (isActive) this.began.set(kid, { published: now, at: now, first: this.made === 1 });
      } else this.change(step.kid, step.take, now);
      for (const state of ['active', 'next'])
        expect(this.keys.filter((key) => key.state === state).length, state).toBeLessThanOrEqual(1);
    }
  }

  private change(kid: string, take: Exclude<Step['take'], 'make'>, now: number): void {
    const key = this.keys.find((one) => one.kid === kid);
    if (!key) throw new Error(`no ${kid}`);
    if (key.state === 'active') this.stopped.set(kid, now);
    if (take === 'activate')
      this.began.set(kid, { published: key.createdAt.getTime(), at: now, first: false });
    const changes = {
      activate: { state: 'active', activatedAt: at(now) },
      replace: { state: 'retiring', retiringAt: at(now) },
      retire: { state: 'retired' },
      revoke: { state: 'retired', revokedAt: at(now) },
    } as const;
    Object.assign(key, changes[take]);
  }

  get active() {
    return this.keys.find(({ state }) => state === 'active');
  }
}

describe('over time (property)', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 40 * DAY }), { minLength: 1, maxLength: 60 });

  it('with the schedule alone one key always signs, was published two hours before, and verifies a day and more after', () => {
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 120 }), (waits, days) => {
        const world = new World();
        let now = 0;
        for (const wait of waits) {
          now += wait;
          world.take(scheduledSteps(world.keys, now, days), now);
          // Done at one time, nothing more is due at that time.
          expect(scheduledSteps(world.keys, now, days)).toEqual([]);
          expect(world.active).toBeDefined();
          expect(world.keys.some(({ state }) => state === 'next')).toBe(true);
          for (const { kid, state } of world.keys) {
            const stopped = world.stopped.get(kid);
            if (state === 'retired') expect(now - (stopped ?? now)).toBeGreaterThanOrEqual(26 * HOUR);
          }
        }
        for (const { published, at: began, first } of world.began.values())
          if (!first) expect(began - published).toBeGreaterThanOrEqual(2 * HOUR);
      }),
    );
  });

  it('whatever people do in between, one key signs and one is ahead', () => {
    const deed = fc.record({
      wait: fc.integer({ min: 0, max: 10 * DAY }),
      what: fc.constantFrom('nothing', 'rotate', 'revoke'),
      which: fc.nat({ max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const world = new World();
        world.take(scheduledSteps([], 0, 30), 0);
        let now = 0;
        for (const { wait, what, which } of deeds) {
          now += wait;
          const kid = world.keys[which % world.keys.length]?.kid ?? '';
          if (what === 'rotate') world.take(rotationSteps(world.keys), now);
          if (what === 'revoke') {
            world.take(revocationSteps(world.keys, kid), now);
            expect(world.keys.find((key) => key.kid === kid)?.revokedAt).not.toBeNull();
          }
          expect(world.active).toBeDefined();
          world.take(scheduledSteps(world.keys, now, 30), now);
          expect(world.keys.filter(({ state }) => state === 'next')).toHaveLength(1);
        }
      }),
    );
  });
});

it('says from when a next key may sign', () => expect(signsFrom(next)).toBe(2 * HOUR));
