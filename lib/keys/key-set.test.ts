import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSigningKey } from './generate';
import { createKeySet } from './key-set';
import { aesGcmSealer } from './seal';
import { modulusBits } from './stored-key';
import { stored } from './stored-key.fixture';

const sealer = aesGcmSealer(randomBytes(32));
const make = () => generateSigningKey(sealer, 2048);
const pairs = await Promise.all([make(), make(), make(), make()]);

function setup() {
  const [a, b, c, d] = pairs as [(typeof pairs)[0], (typeof pairs)[0], (typeof pairs)[0], (typeof pairs)[0]];
  const keys = {
    retired: stored(a, 'retired'),
    retiring: stored(b, 'retiring'),
    next: stored(c, 'next'),
    active: stored(d, 'active'),
  };
  const world = {
    now: 0,
    reads: 0,
    readFor: 0,
    rows: Object.values(keys),
    fault: undefined as Error | undefined,
    believed: false,
  };
  const set = createKeySet(
    async () => {
      world.reads++;
      if (world.fault) throw world.fault;
      const { rows } = world;
      await Promise.resolve();
      world.now += world.readFor;
      return rows;
    },
    sealer,
    () => world.now,
    () => world.believed,
  );
  return { ...keys, world, set };
}

describe('key set', () => {
  it('reads at most twice a second, and ten times under a flood of unknown key ids', async () => {
    const { set, world, active } = setup();
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => set.verificationKey(`key_${n}`)));
    expect(world.reads).toBe(1);
    world.now = 499;
    await set.verificationKey(active.kid);
    expect(world.reads).toBe(1);
    world.now = 500;
    await set.verificationKey(active.kid);
    expect(world.reads).toBe(2);
    world.reads = 0;
    for (world.now = 1_000; world.now < 2_000; world.now++) await set.verificationKey('key_x');
    expect(world.reads).toBe(10);
  });

  it('signs with the active key and publishes it first, no retired one, and no private half', async () => {
    const { set, active, next, retiring, retired } = setup();
    expect((await set.signingKey()).kid).toBe(active.kid);
    const { keys: published } = await set.jwks();
    expect(published.map((key) => key.kid)).toEqual([active.kid, next.kid, retiring.kid]);
    for (const key of published)
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(await set.verificationKey(retired.kid)).toMatchObject({ state: 'retired', revoked: false });
    expect(await set.verificationKey('key_none')).toBeUndefined();
  });

  it('knows a revocation half a second after it, and a key nobody announced a tenth', async () => {
    const { set, world, active, next } = setup();
    expect(await set.verificationKey(active.kid)).toMatchObject({ state: 'active', revoked: false });
    const fresh = stored(await make(), 'next');
    world.rows = [stored(active, 'retired', { revokedAt: new Date(1) }), stored(next, 'active'), fresh];
    world.now = 100;
    expect(await set.verificationKey(fresh.kid)).toMatchObject({ state: 'next' });
    world.now = 600;
    expect(await set.verificationKey(active.kid)).toMatchObject({ state: 'retired', revoked: true });
    expect((await set.signingKey()).kid).toBe(next.kid);
    expect((await set.jwks()).keys.map((key) => key.kid)).toEqual([next.kid, fresh.kid]);
  });

  it('reads once while every change is told, and again at each one, with whom it overtook', async () => {
    const { set, world, active, next } = setup();
    world.believed = true;
    for (world.now = 0; world.now < 5_000; world.now += 100) await set.verificationKey(active.kid);
    expect(world.reads).toBe(1);
    await set.verificationKey('key_x');
    expect(world.reads).toBe(2);

    set.forget();
    const overtaken = set.signingKey();
    world.rows = [stored(active, 'retired', { revokedAt: new Date(1) }), stored(next, 'active')];
    set.forget();
    expect((await set.signingKey()).kid).toBe(next.kid);
    expect((await overtaken).kid).toBe(active.kid);
    expect(await set.verificationKey(active.kid)).toMatchObject({ state: 'retired', revoked: true });
    expect(world.reads).toBe(4);

    world.believed = false;
    world.now += 500;
    await set.verificationKey(active.kid);
    expect(world.reads).toBe(5);
  });

  it('counts the age of a reading from its beginning, and does not join one that began too long ago', async () => {
    const { set, world, active } = setup();
    world.readFor = 600;
    const early = set.verificationKey(active.kid);
    // Under way since 0; asked at 600, when what it will say may be that old.
    world.now = 600;
    const late = set.verificationKey(active.kid);
    await Promise.all([early, late]);
    expect(world.reads).toBe(2);
  });

  it('fails closed while the keys cannot be read, and heals by itself', async () => {
    const { set, world, active } = setup();
    world.fault = new Error('down');
    await expect(set.signingKey()).rejects.toThrow('down');
    await expect(set.verificationKey(active.kid)).rejects.toThrow('down');
    world.fault = undefined;
    expect((await set.signingKey()).kid).toBe(active.kid);
    world.fault = new Error('down');
    world.now = 5_000;
    await expect(set.verificationKey(active.kid)).rejects.toThrow('down');
  });

  it('has no signing key when none is active, or when another key-encryption key sealed it', async () => {
    const { set, world, next, retired } = setup();
    world.rows = [retired, next];
    await expect(set.signingKey()).rejects.toThrow('no active signing key');
    const foreign = await generateSigningKey(aesGcmSealer(randomBytes(32)), 2048);
    world.rows = [stored(foreign, 'active')];
    world.now = 1_000;
    await expect(set.signingKey()).rejects.toThrow();
  });
});

describe('generateSigningKey', () => {
  it.each([2048, 3072, 4096] as const)(
    'makes a key of %i bits',
    async (size) => {
      expect(modulusBits((await generateSigningKey(sealer, size)).publicJwk)).toBe(size);
      // It is luck how soon two primes are found.
    },
    60_000,
  );
});
