import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OAuthError, UnavailableError } from './errors.js';
import { movedClock } from './moved-clock.fixture.js';
import { createRotatingSecret, type RotatingSecret } from './secret-rotation.js';
import type { SecretStore, StoredSecret } from './secret-store.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The service's rules on its side of the wire: two secrets at most, and an unused new one may be asked for again. */
function service(clock: { now(): number }) {
  const live = [{ text: 's0', used: true, madeAt: clock.now() - DAY, endsAt: Number.POSITIVE_INFINITY }];
  let made = 0;
  const find = (text: string) => {
    for (let n = live.length - 1; n >= 0; n--) if ((live[n]?.endsAt ?? 0) <= clock.now()) live.splice(n, 1);
    return live.find((secret) => secret.text === text);
  };
  const no = (status: number, error: string) => new OAuthError(error, 'No.', { status });
  return {
    /** Whether a token could be had with it. */
    use(text: string): boolean {
      const secret = find(text);
      if (secret) secret.used = true;
      return secret !== undefined;
    },
    rotate(text: string): string {
      const own = find(text);
      if (!own) throw no(401, 'invalid_client');
      const newest = live[0];
      if (newest === own && live.length > 1) throw no(400, 'invalid_request');
      if (newest !== own) {
        if (newest?.used || clock.now() - (newest?.madeAt ?? 0) < 1_000) throw no(400, 'invalid_request');
        live.shift();
      }
      own.endsAt = Math.min(own.endsAt, clock.now() + DAY);
      const fresh = {
        text: `s${++made}`,
        used: false,
        madeAt: clock.now(),
        endsAt: Number.POSITIVE_INFINITY,
      };
      live.unshift(fresh);
      return fresh.text;
    },
  };
}

function memoryStore(): SecretStore & { kept: StoredSecret | undefined } {
  const store = {
    kept: undefined as StoredSecret | undefined,
    load: async () => store.kept,
    async save(secret: StoredSecret) {
      store.kept = secret;
    },
  };
  return store;
}

/** A secret that gets a token, as the client finds it. */
async function working(
  secret: RotatingSecret,
  { use }: ReturnType<typeof service>,
): Promise<string | undefined> {
  for await (const credential of secret.authentication()) {
    const text = (await credential.present()).secrets[0] ?? '';
    if (!use(text)) continue;
    credential.accepted?.();
    return text;
  }
  return undefined;
}

function scene(store = memoryStore(), clock = movedClock(), remote = service(clock)) {
  const start = () => createRotatingSecret('client', 's0', store, 60 * DAY, clock);
  const asking = (secret: RotatingSecret) => async () => {
    for await (const credential of secret.authentication()) {
      const used = (await credential.present()).secrets[0] ?? '';
      try {
        return { client_secret: remote.rotate(used), used };
      } catch (cause) {
        if ((cause as OAuthError).error !== 'invalid_client') throw cause;
      }
    }
    throw new Error('locked out');
  };
  return { store, clock, remote, start, asking };
}

describe('a client that rotates its own secret', () => {
  test('replaces the one it was given, then waits for 60 days', async () => {
    const { store, clock, remote, start, asking } = scene();
    const secret = start();
    expect(await secret.isDue()).toBe(true);
    await secret.rotate(asking(secret), () => working(secret, remote), true);
    expect(store.kept).toEqual({
      client_secret: 's1',
      previous_secret: 's0',
      issued_at: Math.floor(clock.now() / 1000),
    });
    expect(await working(secret, remote)).toBe('s1');
    clock.move(56 * DAY);
    expect(await secret.isDue()).toBe(false);
    clock.move(4 * DAY);
    expect(await secret.isDue()).toBe(true);
  });

  test('asks a store that forgets for nothing', async () => {
    const { remote, clock, asking } = scene();
    const forgetful: SecretStore = { load: async () => undefined, save: async () => {} };
    const secret = createRotatingSecret('client', 's0', forgetful, DAY, clock);
    await expect(secret.rotate(asking(secret), async () => {}, true)).rejects.toMatchObject({
      error: 'invalid_secret_store',
    });
    clock.move(2 * DAY);
    expect(remote.use('s0')).toBe(true);
  });

  test('follows another process that shares the store', async () => {
    const { store, remote, start, asking, clock } = scene();
    const [one, other] = [start(), start()];
    expect(await working(other, remote)).toBe('s0');
    await one.rotate(asking(one), () => working(one, remote), true);
    clock.move(2 * DAY);
    expect(await working(other, remote)).toBe('s1');
    const before = store.kept;
    await other.rotate(asking(other), async () => {}, true);
    expect(store.kept).toBe(before);
  });

  test('is not thrown back by an answer that comes after the rotation', async () => {
    const { store, remote, start, asking } = scene();
    const secret = start();
    const asked = await secret.authentication()[Symbol.asyncIterator]().next();
    await secret.rotate(asking(secret), () => working(secret, remote), true);
    asked.value?.accepted?.();
    expect(await working(secret, remote)).toBe('s1');
    expect(await secret.isDue()).toBe(false);
    expect(store.kept).toMatchObject({ client_secret: 's1' });
  });

  test('takes a secret that was put into its configuration when what it keeps was ended', async () => {
    const { store, clock, remote, asking } = scene();
    store.kept = { client_secret: 'ended-by-an-admin', issued_at: clock.now() / 1000 };
    const secret = createRotatingSecret('client', 's0', store, 60 * DAY, clock);
    expect(await working(secret, remote)).toBe('s0');
    expect(await secret.isDue()).toBe(true);
    await secret.rotate(asking(secret), () => working(secret, remote), true);
    expect(store.kept).toMatchObject({ client_secret: 's1', previous_secret: 's0' });
  });

  test('a store with something else in it is named, and quoted nowhere', async () => {
    const { store, start } = scene();
    store.kept = { secret: 'gcs_live_oops' } as unknown as StoredSecret;
    const failure = await start()
      .isDue()
      .catch((cause) => cause);
    expect(failure).toMatchObject({ error: 'invalid_secret_store' });
    expect(String(failure)).not.toContain('oops');
  });
});

test('wherever it dies or an answer is lost: started again, it has a secret that works, and a new one soon', async () => {
  /** The moments at which a process can end, or a call fail. */
  const moments = [
    'none',
    'request lost',
    'answer lost',
    'died with the answer',
    'save failed',
    'died after save',
  ] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...moments), { minLength: 1, maxLength: 6 }),
      // All faults together within the overlap: whoever cannot store a secret for a day is locked out.
      fc.integer({ min: 2, max: 3600 * 3 }),
      async (faults, pauseSeconds) => {
        const { store, clock, remote, start, asking } = scene();
        for (const fault of faults) {
          const secret = start();
          expect(await working(secret, remote)).toBeDefined();
          const ask = asking(secret);
          let saves = 0;
          const { save } = store;
          store.save = async (kept) => {
            // The first one only tries the store.
            if (fault === 'save failed' && ++saves > 1) throw new Error('disk full');
            await save(kept);
          };
          const lossy = async () => {
            if (fault === 'request lost') throw new UnavailableError('Gone.');
            const answer = await ask();
            if (fault === 'answer lost') throw new UnavailableError('Gone.');
            if (fault === 'died with the answer') throw new Error('kill -9');
            return answer;
          };
          const confirm = async () => {
            if (fault === 'died after save') throw new Error('kill -9');
            await working(secret, remote);
          };
          await secret.rotate(lossy, confirm, true).catch(() => {});
          store.save = save;
          clock.move(pauseSeconds * 1_000);
        }
        const secret = start();
        if (await secret.isDue()) await secret.rotate(asking(secret), () => working(secret, remote), true);
        expect(await working(secret, remote)).toBe(store.kept?.client_secret);
        // The overlap is over: what it has stands alone.
        clock.move(25 * HOUR);
        expect(await working(start(), remote)).toBe(store.kept?.client_secret);
        expect(store.kept?.client_secret).not.toBe('s0');
      },
    ),
  );
});
