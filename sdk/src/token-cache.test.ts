import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OAuthError, UnavailableError } from './errors.js';
import { movedClock } from './moved-clock.fixture.js';
import { createTokenCache, type Granted } from './token-cache.js';

const SECOND = 1_000;

function scene({ maxWaitMs = 10 * SECOND, life = 3600 } = {}) {
  const clock = movedClock();
  const seen = { requests: 0, errors: [] as unknown[], fault: undefined as unknown };
  const request = async (): Promise<Granted> => {
    seen.requests++;
    await Promise.resolve();
    if (seen.fault) throw seen.fault;
    return { access_token: `t${seen.requests}`, token_type: 'Bearer', scope: 'a', expires_in: life };
  };
  const cache = createTokenCache(request, clock, maxWaitMs, (cause) => seen.errors.push(cause));
  const get = async () => (await cache.get()).access_token;
  return { clock, seen, cache, get };
}

const busy = (retryAfterMs?: number) =>
  new OAuthError('rate_limited', 'Slow down.', { status: 429, retryAfterMs });
const refused = () => new OAuthError('invalid_client', 'No.', { status: 401 });
const settled = () => new Promise((done) => setImmediate(done));

describe('one token for everybody', () => {
  test('1,000 callers at once are one request', async () => {
    const { seen, get } = scene();
    expect(new Set(await Promise.all(Array.from({ length: 1_000 }, get)))).toEqual(new Set(['t1']));
    expect(seen.requests).toBe(1);
  });

  test('is renewed at 80 % of its life, by one request, while the old one is handed out', async () => {
    const { clock, seen, get } = scene();
    await get();
    clock.move(2879 * SECOND);
    expect(await get()).toBe('t1');
    await settled();
    expect(seen.requests).toBe(1);
    clock.move(2 * SECOND);
    expect(await Promise.all([get(), get(), get()])).toEqual(['t1', 't1', 't1']);
    await settled();
    expect(await get()).toBe('t2');
    expect(seen.requests).toBe(2);
  });

  test('is not handed out when it could end on its way', async () => {
    const { clock, get } = scene();
    await get();
    clock.move(3591 * SECOND);
    expect(await Promise.all([get(), get()])).toEqual(['t2', 't2']);
  });

  test('nor one that was asked for so long ago that it comes near its end', async () => {
    const clock = movedClock();
    const answers: ((granted: Granted) => void)[] = [];
    const cache = createTokenCache(
      () => new Promise((answer) => answers.push(answer)),
      clock,
      SECOND,
      () => {},
    );
    const answer = (name: string) =>
      answers.shift()?.({ access_token: name, token_type: 'Bearer', scope: '', expires_in: 30 });
    const first = cache.get();
    clock.move(28 * SECOND);
    const second = cache.get();
    answer('late');
    await first;
    await settled();
    answer('fresh');
    expect((await second).access_token).toBe('fresh');
  });

  test('a renewal that fails disturbs nobody, is told, and is not tried again at once', async () => {
    const { clock, seen, get } = scene();
    await get();
    clock.move(3000 * SECOND);
    seen.fault = new UnavailableError('Gone.');
    for (let call = 0; call < 20; call++) {
      expect(await get()).toBe('t1');
      await settled();
    }
    expect(seen).toMatchObject({ requests: 2, errors: [seen.fault] });
    seen.fault = undefined;
    clock.move(SECOND);
    await get();
    await settled();
    expect(await get()).toBe('t3');
  });
});

describe('without a token', () => {
  test('waits as it is told, once for all callers', async () => {
    const { clock, seen, get } = scene();
    seen.fault = busy(4 * SECOND);
    const sleep = clock.sleep;
    clock.sleep = async (milliseconds) => {
      seen.fault = undefined;
      await sleep(milliseconds);
    };
    const cache = createTokenCache(
      async () => {
        seen.requests++;
        if (seen.fault) throw seen.fault;
        return { access_token: 'late', token_type: 'Bearer', scope: '', expires_in: 60 };
      },
      clock,
      10 * SECOND,
      () => {},
    );
    const all = await Promise.all(Array.from({ length: 100 }, () => cache.get()));
    expect(new Set(all.map(({ access_token }) => access_token))).toEqual(new Set(['late']));
    expect(seen.requests).toBe(2);
    expect(clock.slept[0]).toBe(4 * SECOND);
    await expect(get()).resolves.toBe('t3');
  });

  test('never waits for longer than it may, and asks nothing until the time has come', async () => {
    const { clock, seen, get } = scene();
    const fault = busy(42 * SECOND);
    seen.fault = fault;
    for (let call = 0; call < 50; call++) await expect(get()).rejects.toBe(fault);
    expect(seen.requests).toBe(1);
    expect(clock.slept).toEqual([]);
    clock.move(42 * SECOND);
    seen.fault = undefined;
    expect(await get()).toBe('t2');
  });

  test('asks again of a network that fails, a few times, ever more slowly', async () => {
    const { clock, seen, get } = scene();
    seen.fault = new UnavailableError('Gone.');
    await expect(get()).rejects.toBe(seen.fault);
    expect(seen.requests).toBe(6);
    expect(clock.slept).toEqual([...clock.slept].sort((a, b) => a - b));
    expect(clock.slept.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(10 * SECOND);
  });

  test('a refusal is not asked for again and again', async () => {
    const { clock, seen, get } = scene();
    const fault = refused();
    seen.fault = fault;
    for (let call = 0; call < 50; call++) await expect(get()).rejects.toBe(fault);
    expect(seen.requests).toBe(1);
    clock.move(SECOND);
    seen.fault = undefined;
    expect(await get()).toBe('t2');
  });

  test('a Retry-After of years is not believed', async () => {
    const { clock, seen, get } = scene();
    seen.fault = busy(1e12);
    await expect(get()).rejects.toBe(seen.fault);
    seen.fault = undefined;
    clock.move(301 * SECOND);
    expect(await get()).toBe('t2');
  });
});

describe('invalidation', () => {
  test('forgets the token that failed and no other, and not twice in a row', async () => {
    const { clock, cache, get } = scene();
    await get();
    expect(cache.invalidate('another')).toBe(false);
    expect(await get()).toBe('t1');
    expect(cache.invalidate('t1')).toBe(true);
    expect(await get()).toBe('t2');
    // A caller that is late with the news.
    expect(cache.invalidate('t1')).toBe(false);
    // An API that refuses everything.
    expect(cache.invalidate('t2')).toBe(false);
    expect(await get()).toBe('t2');
    clock.move(10 * SECOND);
    expect(cache.invalidate('t2')).toBe(true);
  });
});

test('whatever happens: one request at a time, no token near its end, no more requests than pauses allow', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('get' as const), callers: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('move' as const), seconds: fc.integer({ min: 0, max: 500 }) }),
    fc.record({
      kind: fc.constant('fault' as const),
      which: fc.constantFrom(undefined, busy(3_000), refused()),
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: 30, max: 400 }),
      async (steps, life) => {
        const clock = movedClock();
        const born = new Map<string, number>();
        let flying = 0;
        let fault: unknown;
        const cache = createTokenCache(
          async () => {
            expect(++flying).toBe(1);
            const askedAt = clock.now();
            await Promise.resolve();
            flying--;
            if (fault) throw fault;
            const access_token = `t${born.size}`;
            born.set(access_token, askedAt);
            return { access_token, token_type: 'Bearer', scope: '', expires_in: life };
          },
          clock,
          5_000,
          () => {},
        );
        for (const each of steps) {
          if (each.kind === 'move') clock.move(each.seconds * SECOND);
          else if (each.kind === 'fault') fault = each.which;
          else {
            const got = await Promise.allSettled(Array.from({ length: each.callers }, () => cache.get()));
            for (const one of got) {
              if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(OAuthError);
              else {
                const age = (clock.now() - (born.get(one.value.access_token) ?? 0)) / SECOND;
                expect(age).toBeLessThanOrEqual(life - Math.min(10, life / 10));
              }
            }
          }
        }
      },
    ),
  );
});
