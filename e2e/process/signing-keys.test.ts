import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { databaseUrl, localSettings, postmaster } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { decodeSegments } from '../harness/jwt';
import { kidIn, type ListedKey, listKeys, publishedKids, runKeys } from '../harness/keys';
import { useLab } from '../harness/lab';
import { onboard, runOnboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { readWelcome, type Welcome } from '../harness/welcome';
import { type Credentials, expectRefusal, getToken, inspect, introspect, JSON_TYPE } from '../harness/wire';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** So that a test that asks again and again does not meet the limits. */
const ROOM = { RATE_LIMIT_TOKEN: '1000000', RATE_LIMIT_INTROSPECT: '1000000' };

const welcomeOf = (service: Service): Welcome => {
  const welcome = readWelcome(service.stdout());
  if (!welcome) throw new Error('no credentials were printed');
  return welcome;
};

const signerOf = (token: string) => decodeSegments(token).header.kid;

/** Asks for tokens at one instance and about them at the other, over and over. */
function traffic(origins: () => string[], client: Credentials) {
  let going = true;
  let tokens = 0;
  let turn = Promise.resolve();
  const faults: string[] = [];

  async function ask(issuer = '', asked = ''): Promise<void> {
    try {
      const token = await getToken(issuer, client);
      const answer = await inspect(asked, token, token);
      if (answer.status !== 200 || answer.json.active !== true)
        faults.push(`${signerOf(token)}: ${answer.status} ${answer.text}`);
      tokens++;
    } catch (cause) {
      faults.push((cause as Error).message);
    }
  }

  const loop = (async () => {
    for (let n = 0; going; n++) {
      const all = origins();
      turn = ask(all[n % all.length], all[(n + 1) % all.length]);
      await turn;
      await pause(10);
    }
  })();
  return {
    /** The request under way is answered, and the next one goes to the origins as they are now. */
    moveOn: () => turn,
    /** @returns how many tokens there were, and what went wrong */
    async end() {
      going = false;
      await loop;
      return { tokens, faults };
    },
  };
}

/** Looks once a minute: started before all else and looked at after it, so that nobody waits for it. */
const running = (() => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  const seen: { first?: Service; almostDue?: Service; before: string[] } = { before: [] };
  beforeAll(async () => {
    seen.first = await lab.start(dataDir);
    // By its clock the rotation is due half a minute after its start.
    seen.almostDue = await lab.start(dataDir, { env: { CLOCK_OFFSET_SECONDS: String(90 * DAY - 30) } });
    seen.before = await publishedKids(seen.almostDue.origin);
  });
  return seen;
})();

describe('the schedule', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  let first: Service;
  let client: Credentials;
  const at = (seconds: number) => lab.start(dataDir, { env: { CLOCK_OFFSET_SECONDS: String(seconds) } });

  beforeAll(async () => {
    first = await lab.start(dataDir);
    client = welcomeOf(first);
  });

  test('a first start publishes two keys, the signing one first, and nothing private', async () => {
    const keys = await listKeys(dataDir);
    expect(keys.map(({ state, size }) => [state, size]).sort()).toEqual([
      ['active', 2048],
      ['next', 2048],
    ]);
    expect(await publishedKids(first.origin)).toEqual([kidIn(keys, 'active'), kidIn(keys, 'next')]);
    const next = keys.find(({ state }) => state === 'next');
    expect(Date.parse(next?.signs_from ?? '') - Date.parse(next?.created_at ?? '')).toBe(2 * HOUR * 1000);
    const token = await getToken(first.origin, client);
    expect(signerOf(token)).toBe(kidIn(keys, 'active'));

    const published = (await call(`${first.origin}/.well-known/jwks.json`)).json.keys;
    for (const key of published)
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    const [head, body, signature = ''] = token.split('.');
    const key = createPublicKey({ key: published[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
  });

  test('after 90 days the next key signs; tokens of the old one verify on; it leaves 26 hours later', async () => {
    const keys = await listKeys(dataDir);
    const [old, following] = [kidIn(keys, 'active'), kidIn(keys, 'next')];

    const shortlyBefore = await at(90 * DAY - HOUR / 2);
    expect(await publishedKids(shortlyBefore.origin)).toEqual([old, following]);
    const token = await getToken(shortlyBefore.origin, client);
    expect(signerOf(token)).toBe(old);

    // Two at once, and one rotation.
    const [due, alsoDue] = await Promise.all([at(90 * DAY + 60), at(90 * DAY + 60)]);
    const [active, next, retiring] = await publishedKids(due.origin);
    expect([active, retiring]).toEqual([following, old]);
    expect([old, following]).not.toContain(next);
    expect(await publishedKids(alsoDue.origin)).toEqual([active, next, retiring]);
    const fresh = await getToken(due.origin, client);
    expect(signerOf(fresh)).toBe(following);
    // Half an hour of its hour is left.
    expect((await inspect(due.origin, fresh, token)).json.active).toBe(true);
    // An instance that was there before sees it too, and goes on verifying both.
    await eventually('the other instance signs with it', async () => {
      const issued = await getToken(shortlyBefore.origin, client);
      expect((await inspect(shortlyBefore.origin, token, issued)).json.active).toBe(true);
      return signerOf(issued) === following;
    });

    const [row] = (await listKeys(dataDir)).filter(({ kid }) => kid === old);
    expect(row).toMatchObject({ state: 'retiring', sealed_by: null, revoked_at: null });
    expect(Date.parse(row?.leaves_at ?? '') - Date.parse(row?.retiring_at ?? '')).toBe(26 * HOUR * 1000);
    await Promise.all([shortlyBefore, due, alsoDue].map((service) => service.stop()));

    const still = await at(90 * DAY + 60 + 26 * HOUR - 600);
    expect(await publishedKids(still.origin)).toEqual([following, next, old]);
    await still.stop();
    const gone = await at(90 * DAY + 60 + 26 * HOUR);
    expect(await publishedKids(gone.origin)).toEqual([following, next]);
    expect(kidIn(await listKeys(dataDir), 'retired')).toBe(old);
    await gone.stop();
  });

  test('SIGNING_KEY_ROTATION_DAYS says how long a key signs, and SIGNING_KEY_SIZE how large new ones are', async () => {
    const before = await listKeys(dataDir);
    const env = {
      CLOCK_OFFSET_SECONDS: String(98 * DAY),
      SIGNING_KEY_ROTATION_DAYS: '7',
      SIGNING_KEY_SIZE: '3072',
    };
    const weekly = await lab.start(dataDir, { env });
    const after = await listKeys(dataDir);
    expect(kidIn(after, 'active')).toBe(kidIn(before, 'next'));
    expect(after.find(({ state }) => state === 'next')?.size).toBe(3072);
    await weekly.stop();
  });
});

describe('rotation and revocation by people', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  let one: Service;
  let two: Service;
  let client: Credentials;
  let operator: Portal;

  beforeAll(async () => {
    [one, two] = [await lab.start(dataDir, { env: ROOM }), await lab.start(dataDir, { env: ROOM })];
    const welcome = welcomeOf(one);
    client = welcome;
    operator = new Portal(one.origin);
    expect(await operator.signIn(welcome.email, welcome.password)).toBe(true);
  });

  test('rotate refuses a key that caches may not know, and says from when', async () => {
    const keys = await listKeys(dataDir);
    const from = keys.find(({ state }) => state === 'next')?.signs_from ?? 'none';
    const { code, stdout, stderr } = await runKeys(dataDir, ['rotate']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(from);
    const answer = await operator.post('/signing-keys/rotate');
    expect({ status: answer.status, error: answer.json.error }).toEqual({ status: 409, error: 'conflict' });
    expect(answer.json.error_description).toContain(from);
    expect(await listKeys(dataDir)).toEqual(keys);
  });

  test('two hours later it needs no word more', async () => {
    const before = await listKeys(dataDir);
    const later = { CLOCK_OFFSET_SECONDS: String(2 * HOUR + 1) };
    const { code, stdout, stderr } = await runKeys(dataDir, ['rotate', '--json'], later);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(kidIn(JSON.parse(stdout).keys, 'active')).toBe(kidIn(before, 'next'));
  });

  test('several rotate --now at once, under load on two instances: one key signs, and no answer is wrong', async () => {
    const load = traffic(() => [one.origin, two.origin], client);
    for (let round = 0; round < 2; round++) {
      const before = await listKeys(dataDir);
      const runs = await Promise.all([
        ...[1, 2, 3].map(() => runKeys(dataDir, ['rotate', '--now', '--json'])),
        operator.post('/signing-keys/rotate', { at_once: true }),
        operator.post('/signing-keys/rotate', { at_once: true }),
      ]);
      for (const run of runs) {
        if ('code' in run) {
          expect(run.code, run.stderr).toBe(0);
          expect(run.stderr).toMatch(/^Warning: .*until they fetch it again\.\n$/);
        } else expect(run.status, run.text).toBe(200);
      }
      const after = await listKeys(dataDir);
      const [active] = await publishedKids(one.origin);
      expect(kidIn(after, 'active')).not.toBe(kidIn(before, 'active'));
      expect(kidIn(after, 'next')).not.toBe(kidIn(after, 'active'));
      expect(active).toBe(kidIn(after, 'active'));
    }
    const { tokens, faults } = await load.end();
    expect(faults).toEqual([]);
    expect(tokens).toBeGreaterThan(20);
  });

  test('everybody may look; only the tenant that runs the installation may rotate and revoke', async () => {
    const stranger = await firstSignIn(two.origin, await onboard(dataDir, 'Acme TPA', 'admin@acme.test'));
    const own = (await operator.get('/signing-keys')).json;
    const theirs = (await stranger.get('/signing-keys')).json;
    expect({ own: own.may_manage, theirs: theirs.may_manage }).toEqual({ own: true, theirs: false });
    expect(theirs.keys).toEqual(own.keys);
    expect(Object.keys(own).sort()).toEqual([
      'keys',
      'may_manage',
      'next_rotation_at',
      'now',
      'rotation_days',
    ]);
    expect(own.rotation_days).toBe(90);
    const published = new Date(
      Math.max(...own.keys.map((key: { created_at: string }) => Date.parse(key.created_at))),
    );
    expect(own.keys[0].created_at).toBe(published.toISOString());
    expect(JSON.stringify(own)).not.toMatch(/sealed|private/);

    const active = kidIn(own.keys, 'active');
    for (const path of ['/signing-keys/rotate', `/signing-keys/${active}/revoke`]) {
      const answer = await stranger.post(path, path.endsWith('rotate') ? { at_once: true } : {});
      expect({ path, status: answer.status, error: answer.json.error }).toEqual({
        path,
        status: 403,
        error: 'forbidden',
      });
      expect((await new Portal(one.origin).post(path)).status).toBe(401);
    }
    expect((await new Portal(one.origin).get('/signing-keys')).status).toBe(401);
    expect(kidIn(await listKeys(dataDir), 'active')).toBe(active);
    const unknown = await operator.post('/signing-keys/key_0000000000000000000000/revoke');
    expect({ status: unknown.status, error: unknown.json.error }).toEqual({
      status: 404,
      error: 'not_found',
    });
  });

  test('a revoked key is dead on the other instance within a second, its successor signs, and the debugger says why', async () => {
    const late: number[] = [];
    for (let round = 0; round < 3; round++) {
      const token = await getToken(two.origin, client);
      const kid = String(signerOf(token));
      const successor = await eventually('a next key is published', async () => {
        const keys: ListedKey[] = (await operator.get('/signing-keys')).json.keys;
        return keys.find(({ state }) => state === 'next')?.kid;
      });
      const asked = { headers: JSON_TYPE, body: JSON.stringify({ ...client, token }) };
      const active = async (origin: string) => (await introspect(origin, asked)).json.active;
      expect(await active(two.origin)).toBe(true);

      // Asked all the while, so that what it has cached is as old as it can be.
      const dying = eventually('the token is inactive there', async () => !(await active(two.origin)), 10);
      const diedAt = dying.then(() => Date.now());
      const answer = await operator.post(`/signing-keys/${kid}/revoke`, { reason: 'Backup was stolen' });
      const revokedAt = Date.now();
      expect(answer.status, answer.text).toBe(200);
      const revoked = answer.json.keys.find((key: { kid: string }) => key.kid === kid);
      expect(revoked).toMatchObject({ state: 'retired', revoked_at: expect.any(String), signs_from: null });
      expect(kidIn(answer.json.keys, 'active')).toBe(successor);
      late.push((await diedAt) - revokedAt);

      for (const { origin } of [one, two]) {
        await eventually(
          'its successor signs',
          async () => {
            const fresh = await getToken(origin, client);
            return signerOf(fresh) === successor && (await inspect(origin, fresh, fresh)).json.active;
          },
          1,
        );
        expect(await publishedKids(origin)).not.toContain(kid);
        expect(await active(origin)).toBe(false);
        expectRefusal(await inspect(origin, token, token), 401, 'invalid_token');
      }
      const { checks } = (await operator.post('/debugger', { token })).json;
      expect(checks.find(({ check }: { check: string }) => check === 'key')).toMatchObject({
        outcome: 'fail',
        reason: 'key_revoked',
      });
      const { events } = (await operator.get('/activity')).json;
      const event = events.find(({ action }: { action: string }) => action === 'signing_key.revoked');
      expect(event).toMatchObject({ target_id: kid, detail: { reason: 'Backup was stolen' } });
      // Once more changes nothing.
      const again = await operator.post(`/signing-keys/${kid}/revoke`);
      expect(again.json.keys.find((key: ListedKey) => key.kid === kid)).toEqual(revoked);
      expect(kidIn(again.json.keys, 'active')).toBe(successor);
    }
    console.log(`revoked keys were dead on the other instance ${late.join(', ')} ms after the answer`);
    expect(Math.max(...late)).toBeLessThanOrEqual(1_000);
  });

  test('the command revokes too: an old key just goes, the next one is replaced', async () => {
    const before = await listKeys(dataDir);
    const old = before.find(({ state }) => state === 'retiring')?.kid ?? '';
    const next = kidIn(before, 'next');
    for (const kid of [old, next]) {
      const { code, stdout, stderr } = await runKeys(dataDir, ['revoke', kid, '--reason', 'A drill']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(`Revoked ${kid}`);
    }
    const after = await listKeys(dataDir);
    expect(kidIn(after, 'active')).toBe(kidIn(before, 'active'));
    expect(kidIn(after, 'next')).not.toBe(next);
    for (const kid of [old, next])
      expect(after.find((key) => key.kid === kid)).toMatchObject({
        state: 'retired',
        revoked_at: expect.any(String),
        sealed_by: null,
      });
  });

  test('list reads like a table, with every key and what is to come of it', async () => {
    const { code, stdout, stderr } = await runKeys(dataDir, ['list']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { kid } of await listKeys(dataDir)) expect(stdout).toContain(kid);
    for (const words of [
      'may sign from',
      'signs since',
      'verifies until',
      'revoked',
      'Rotated every 90 days',
    ])
      expect(stdout).toContain(words);
  });

  test.each([
    ['no command', [], 'Which command?'],
    ['a command it does not know', ['rotat'], 'rotat'],
    ['revoke without a key', ['revoke'], 'one kid'],
    ['revoke with two', ['revoke', 'key_a', 'key_b'], 'one kid'],
    ['revoke of a key that is not there', ['revoke', 'key_none'], 'no such signing key'],
    ['a key where none is meant', ['rotate', 'key_a'], 'takes no kid'],
    ['an option of another command', ['list', '--now'], '--now'],
    ['an option it does not know', ['list', '--nwo'], '--nwo'],
    ['a reason without end', ['revoke', 'key_a', '--reason', 'x'.repeat(201)], '--reason'],
  ])('%s: says so, exit code 1, nothing on standard output', async (_, args, words) => {
    const { code, stdout, stderr } = await runKeys(dataDir, args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\bat .+:\d+:\d+/);
  });
});

describe('the key-encryption key', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  const fresh = () => randomBytes(32).toString('base64');
  const newer = fresh();
  let older: string;
  let client: Credentials;

  test('is changed under two running instances, without a request that fails', async () => {
    const live: Service[] = [];
    const start = (env: Record<string, string>) => lab.start(dataDir, { env: { ...ROOM, ...env } });
    /** New instances first; the old ones stop when nobody is sent to them any more. */
    const replace = async (count: number, env: Record<string, string>) => {
      live.push(...(await Promise.all(Array.from({ length: count }, () => start(env)))));
      const old = live.splice(0, count);
      await load.moveOn();
      expect(await Promise.all(old.map((service) => service.stop('SIGTERM')))).toEqual(old.map(() => 0));
    };
    const rotate = async (env: Record<string, string>) => {
      const { code, stderr } = await runKeys(dataDir, ['rotate', '--now'], env);
      expect(code, stderr).toBe(0);
    };
    live.push(await start({}));
    client = welcomeOf(live[0] as Service);
    older = localSettings(dataDir).KEY_ENCRYPTION_KEY ?? '';
    live.push(await start({}));
    const load = traffic(() => live.map(({ origin }) => origin), client);

    const announced = { KEY_ENCRYPTION_KEY: older, KEY_ENCRYPTION_KEY_ALSO: newer };
    const changed = { KEY_ENCRYPTION_KEY: newer, KEY_ENCRYPTION_KEY_ALSO: older };
    await replace(2, announced);
    // Half-way: one seals with the new one already, and the key it publishes is to be signed with by both.
    await replace(1, changed);
    await rotate(changed);
    await rotate(announced);
    await replace(1, changed);
    const sealedBy = async () => new Set((await listKeys(dataDir, changed)).map((key) => key.sealed_by));
    expect((await sealedBy()).size).toBeGreaterThan(2);

    // Too early to do without the old one: refused in words, while the others go on.
    await expect(lab.start(dataDir, { env: { KEY_ENCRYPTION_KEY: newer } })).rejects.toThrow(
      /KEY_ENCRYPTION_KEY .*KEY_ENCRYPTION_KEY_ALSO/,
    );

    const resealed = await runKeys(dataDir, ['reseal', '--json'], changed);
    expect(resealed.code, resealed.stderr).toBe(0);
    expect([...(await sealedBy())].filter(Boolean)).toEqual([JSON.parse(resealed.stdout).key_encryption_key]);
    expect((await runKeys(dataDir, ['reseal'], changed)).stdout).toContain('Nothing to do');

    await replace(2, { KEY_ENCRYPTION_KEY: newer });
    await rotate({ KEY_ENCRYPTION_KEY: newer });
    const { tokens, faults } = await load.end();
    expect(faults).toEqual([]);
    console.log(`${tokens} tokens were issued and inspected while the key-encryption key was changed`);
    await Promise.all(live.map((service) => service.stop()));
  }, 180_000);

  test('opens nothing when it is another one: the start and the commands say which variable', async () => {
    const others: Record<string, string>[] = [
      {},
      { KEY_ENCRYPTION_KEY: fresh(), KEY_ENCRYPTION_KEY_ALSO: fresh() },
    ];
    for (const env of others)
      await expect(lab.start(dataDir, { env })).rejects.toThrow(
        /KEY_ENCRYPTION_KEY \(its id is [0-9a-f]{16}\) does not open the signing key key_\w+/,
      );
    for (const args of [['reseal'], ['rotate', '--now']]) {
      const { code, stdout, stderr } = await runKeys(dataDir, args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('KEY_ENCRYPTION_KEY_ALSO');
    }
    const { code, stderr } = await runKeys(dataDir, ['list']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Warning: KEY_ENCRYPTION_KEY /);
    for (const key of [older, newer]) expect(stderr).not.toContain(key);
  });

  test('comes from a file, which wins over the one that a local start makes', async () => {
    const file = join(dataDir, 'kek');
    writeFileSync(file, `${newer}\n`);
    const service = await lab.start(dataDir, { env: { ...ROOM, KEY_ENCRYPTION_KEY_FILE: file } });
    await getToken(service.origin, client);

    // In production all five, and people can still sign in.
    const { SECRET_PEPPER = '', NEXTAUTH_SECRET = '' } = localSettings(dataDir);
    const secrets = {
      DATABASE_URL: databaseUrl(dataDir),
      KEY_ENCRYPTION_KEY: newer,
      SECRET_PEPPER,
      NEXTAUTH_SECRET,
    };
    const port = await freePort();
    const env: Record<string, string> = {
      ...ROOM,
      GOOCLAIM_MODE: 'production',
      HOST: 'localhost',
      ISSUER: `http://localhost:${port}`,
      KEY_ENCRYPTION_KEY_ALSO_FILE: file,
    };
    for (const [name, text] of Object.entries(secrets)) {
      env[`${name}_FILE`] = join(dataDir, name);
      writeFileSync(join(dataDir, name), `${text}\n`);
    }
    const production = await lab.start(dataDir, { port, env });
    const token = await getToken(production.origin, client);
    expect((await inspect(production.origin, token, token)).json.active).toBe(true);
    const admin = ['--tenant', 'Filed TPA', '--admin', 'admin@filed.test', '--json'];
    const { stdout } = await runOnboard(dataDir, admin, { KEY_ENCRYPTION_KEY_FILE: file });
    await firstSignIn(production.origin, JSON.parse(stdout));
    expect(await production.stop()).toBe(0);

    for (const [wrong, words] of [
      [{ SECRET_PEPPER }, 'SECRET_PEPPER and SECRET_PEPPER_FILE are both set'],
      [{ SECRET_PEPPER_FILE: join(dataDir, 'none') }, 'SECRET_PEPPER_FILE names a file that cannot be read'],
    ] as const)
      await expect(lab.start(dataDir, { env: { ...env, ...wrong } })).rejects.toThrow(words);
    await service.stop();
  });

  test('was lost: with a new one and two revocations the service signs again', async () => {
    const env = { ...ROOM, KEY_ENCRYPTION_KEY: fresh() };
    const before = await listKeys(dataDir, { KEY_ENCRYPTION_KEY: newer });
    for (const state of ['next', 'active'] as const) {
      const { code, stderr } = await runKeys(dataDir, ['revoke', kidIn(before, state)], env);
      expect(code, stderr).toBe(0);
    }
    const service = await lab.start(dataDir, { env });
    const token = await getToken(service.origin, client);
    expect((await inspect(service.origin, token, token)).json.active).toBe(true);
    expect(await publishedKids(service.origin)).toHaveLength(
      2 + before.filter(({ state }) => state === 'retiring').length,
    );
  });
});

describe('larger keys', () => {
  const lab = useLab();

  test('with SIGNING_KEY_SIZE=3072 from the first start', async () => {
    const dataDir = lab.dataDir();
    const service = await lab.start(dataDir, { env: { SIGNING_KEY_SIZE: '3072' } });
    expect((await listKeys(dataDir)).map(({ size }) => size)).toEqual([3072, 3072]);
    const token = await getToken(service.origin, welcomeOf(service));
    expect(Buffer.from(decodeSegments(token).signature, 'base64url')).toHaveLength(384);
    expect((await inspect(service.origin, token, token)).json.active).toBe(true);

    // The command works while nothing runs, and leaves nothing running.
    await service.stop();
    expect(await listKeys(dataDir)).toHaveLength(2);
    expect(postmaster(dataDir)).toBeUndefined();
  });
});

describe('a running process', () => {
  test('has rotated by itself when the time had come, and every other one follows', async () => {
    const { first, almostDue, before } = running;
    const [active, next] = before;
    const published = await eventually(
      'it rotates',
      async () => {
        const kids = await publishedKids(almostDue?.origin ?? '');
        return kids[0] !== active && kids;
      },
      100,
    );
    expect(published).toEqual([next, expect.any(String), active]);
    await eventually(
      'the other one follows',
      async () => (await publishedKids(first?.origin ?? '')).join() === published.join(),
      1,
    );
  }, 120_000);
});
