import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRateLimiter } from './limiter';
import { LocalLimiter } from './local-limiter';
import { createOutageWatch } from './outage';
import { POLICIES } from './policies';
import type { SlidingStore, WantedPlaces } from './sliding-store';

/** A store in memory, by the moved clock, whose times are exact to the millisecond. */
function fakeStore() {
  const calls = new Map<string, number[]>();
  const live = (key: string) => (calls.get(key) ?? []).filter((at) => at > Date.now() - 60_000);
  const store = {
    asked: 0,
    out: false,
    async take(wanted: readonly WantedPlaces[]) {
      store.asked++;
      if (store.out) throw new Error('out');
      return wanted.map(({ key, limit, calls: asked }) => {
        const taken = live(key);
        const granted = Math.max(0, Math.min(asked, limit - taken.length));
        for (let place = 0; place < granted; place++) taken.push(Date.now());
        calls.set(key, taken);
        const wait = granted === asked ? 0 : (taken[taken.length - limit] ?? 0) + 60_000 - Date.now();
        return { granted, used: taken.length, wait };
      });
    },
    async giveBack(key: string) {
      if (store.out) throw new Error('out');
      calls.set(key, live(key).slice(1));
    },
    async clear(key: string) {
      if (store.out) throw new Error('out');
      calls.delete(key);
    },
  };
  return store satisfies SlidingStore;
}

const began = vi.fn();
const ended = vi.fn();

function limiterOn(store: SlidingStore) {
  return createRateLimiter(
    store,
    POLICIES,
    createOutageWatch(() => Date.now(), { began, ended }),
  );
}

const allowed = async (
  limiter: ReturnType<typeof limiterOn>,
  times: number,
  policy: keyof typeof POLICIES = 'token',
  key = 'client_1',
) => {
  let passed = 0;
  // In waves, so that what is refused from memory is seen.
  for (let left = times; left > 0; left -= 20) {
    const wave = Array.from({ length: Math.min(left, 20) }, () => limiter.take(policy, key));
    passed += (await Promise.all(wave)).filter(({ allowed }) => allowed).length;
  }
  return passed;
};

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  began.mockReset();
  ended.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a limit', () => {
  it('lets the 60th call pass and refuses the 61st until the first is a minute old', async () => {
    const limiter = limiterOn(fakeStore());
    expect(await limiter.take('token', 'client_1')).toEqual({
      allowed: true,
      limit: 60,
      remaining: 59,
      retryAfter: 0,
      reset: 60,
    });
    vi.advanceTimersByTime(10_500);
    expect(await allowed(limiter, 59)).toBe(59);
    const refused = { allowed: false, limit: 60, remaining: 0, retryAfter: 50, reset: 50 };
    expect(await limiter.take('token', 'client_1')).toEqual(refused);
    vi.advanceTimersByTime(49_499);
    expect(await limiter.take('token', 'client_1')).toEqual({ ...refused, retryAfter: 1, reset: 1 });
    vi.advanceTimersByTime(1);
    expect(await allowed(limiter, 2)).toBe(1);
  });

  it('is exact for calls that are counted together', async () => {
    const store = fakeStore();
    const limiter = limiterOn(store);
    const calls = await Promise.all(
      Array.from({ length: 150 }, (_, call) => limiter.take('token', call % 2 ? 'client_1' : 'client_2')),
    );
    expect(store.asked).toBe(1);
    for (const client of [0, 1]) {
      const own = calls.filter((_, call) => call % 2 === client);
      expect(own.map(({ allowed }) => allowed)).toEqual(own.map((_, turn) => turn < 60));
      expect(own.slice(0, 60).map(({ remaining }) => remaining)).toEqual(
        own.slice(0, 60).map((_, turn) => 59 - turn),
      );
    }
  });

  it('is of one policy and one key', async () => {
    const limiter = limiterOn(fakeStore());
    await allowed(limiter, 61);
    expect((await limiter.take('token', 'client_2')).remaining).toBe(59);
    expect((await limiter.take('introspect', 'client_1')).remaining).toBe(599);
  });

  it('refuses from memory, for as long as the store would and no longer', async () => {
    const store = fakeStore();
    const limiter = limiterOn(store);
    await allowed(limiter, 5_000);
    expect(store.asked).toBe(4);
    // Another process, which has refused nobody yet, is asked the instant the place is free.
    const other = limiterOn(store);
    vi.advanceTimersByTime(59_999);
    expect([await allowed(limiter, 1), await allowed(other, 1)]).toEqual([0, 0]);
    vi.advanceTimersByTime(1);
    expect([await allowed(limiter, 30), await allowed(other, 31)]).toEqual([30, 30]);
  });

  it('asks the store again when the clock of this machine was set back', async () => {
    const store = fakeStore();
    const limiter = limiterOn(store);
    await allowed(limiter, 61);
    await store.clear('token:client_1');
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(await allowed(limiter, 1)).toBe(1);
  });
});

describe('a limit of a hundred calls a second and more', () => {
  const LIMIT = 60_000;
  const wide = (store: SlidingStore) =>
    createRateLimiter(
      store,
      { ...POLICIES, introspect: LIMIT },
      createOutageWatch(() => Date.now(), { began, ended }),
    );
  const together = async (limiter: ReturnType<typeof wide>, calls: number) =>
    (await Promise.all(Array.from({ length: calls }, () => limiter.take('introspect', 'client_1')))).filter(
      ({ allowed }) => allowed,
    ).length;

  it('is counted in portions, which grow with the calls', async () => {
    const store = fakeStore();
    const limiter = wide(store);
    for (let wave = 0; wave < 100; wave++) expect(await together(limiter, 16)).toBe(16);
    expect(store.asked).toBeLessThan(40);
  });

  it('is never exceeded, and over two processes reached a thousandth early at most', async () => {
    const store = fakeStore();
    const [one, other] = [wide(store), wide(store)];
    let passed = 0;
    for (let wave = 0; wave < 70; wave++) passed += (await together(one, 500)) + (await together(other, 500));
    expect(passed).toBeLessThanOrEqual(LIMIT);
    expect(passed).toBeGreaterThanOrEqual(LIMIT * 0.998);
  });

  it('takes nothing ahead for calls that come one by one', async () => {
    const store = fakeStore();
    const limiter = wide(store);
    for (let call = 0; call < 20; call++) await limiter.take('introspect', 'client_1');
    expect((await limiter.take('introspect', 'client_1')).remaining).toBe(LIMIT - 21);
  });
});

describe('what is taken back', () => {
  it('is forgiven in every process at once', async () => {
    const store = fakeStore();
    const [one, other] = [limiterOn(store), limiterOn(store)];
    expect(await allowed(one, 12, 'signin_failure')).toBe(10);
    expect(await allowed(other, 2, 'signin_failure')).toBe(0);
    await one.clear('signin_failure', 'client_1');
    expect(await allowed(other, 11, 'signin_failure')).toBe(10);
    await one.giveBack('signin_failure', 'client_1');
    expect(await allowed(other, 2, 'signin_failure')).toBe(1);
  });
});

describe('while the store is out', () => {
  it('a quarter of each limit applies, and at least one call', async () => {
    const store = fakeStore();
    const limiter = limiterOn(store);
    store.out = true;
    for (const [policy, limit] of Object.entries(POLICIES) as [keyof typeof POLICIES, number][])
      expect(await allowed(limiter, limit + 1, policy)).toBe(Math.max(1, Math.floor(limit / 4)));
    const refused = await limiter.take('token', 'client_1');
    expect(refused).toMatchObject({ allowed: false, remaining: 0, retryAfter: 60, reset: 60 });
    vi.advanceTimersByTime(60_000);
    expect(await allowed(limiter, 20)).toBe(15);
  });

  it('taking back does not fail', async () => {
    const store = fakeStore();
    const limiter = limiterOn(store);
    store.out = true;
    expect(await allowed(limiter, 3, 'signin_failure')).toBe(2);
    await limiter.clear('signin_failure', 'client_1');
    expect(await allowed(limiter, 3, 'signin_failure')).toBe(2);
    await limiter.giveBack('signin_failure', 'client_1');
  });

  it('counts are exact again as soon as it is back', async () => {
    const store = fakeStore();
    const limiter = limiterOn(store);
    expect(await allowed(limiter, 10)).toBe(10);
    store.out = true;
    expect(await allowed(limiter, 20)).toBe(15);
    store.out = false;
    expect(await allowed(limiter, 60)).toBe(50);
  });

  it('says so once, and once when it is over', async () => {
    const store = fakeStore();
    const limiter = limiterOn(store);
    await allowed(limiter, 3);
    expect(began).not.toHaveBeenCalled();
    store.out = true;
    await allowed(limiter, 30);
    // An answer now and then is not the end.
    for (const out of [false, true, false, true, false]) {
      store.out = out;
      vi.advanceTimersByTime(1_000);
      await allowed(limiter, 1);
    }
    expect(began).toHaveBeenCalledOnce();
    expect(began).toHaveBeenCalledWith(new Error('out'));
    expect(ended).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5_000);
    await allowed(limiter, 3);
    expect(ended).toHaveBeenCalledOnce();
    store.out = true;
    await allowed(limiter, 3);
    expect(began).toHaveBeenCalledTimes(2);
  });

  it('memory is bounded, however many keys are invented', async () => {
    const local = new LocalLimiter(4, 256);
    for (let n = 0; n < 5_000; n++) await local.consume(`client_${n}`).catch(() => {});
    expect(local.dump().storage).toHaveLength(256);
    vi.advanceTimersByTime(60_000);
    expect(local.dump().storage).toEqual([]);
  });
});
