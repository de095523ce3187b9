import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSigningKey } from './generate';
import { createKeySet, type StoredKey } from './key-set';
import { aesGcmSealer } from './seal';

const sealer = aesGcmSealer(randomBytes(32));

async function setup() {
  const active: StoredKey = { ...(await generateSigningKey(sealer)), state: 'active' };
  const retired: StoredKey = { ...(await generateSigningKey(sealer)), state: 'retired' };
  const world = { now: 0, reads: 0, rows: [retired, active], fault: undefined as Error | undefined };
  const keys = createKeySet(
    async () => {
      world.reads++;
      if (world.fault) throw world.fault;
      return world.rows;
    },
    sealer,
    () => world.now,
  );
  return { active, retired, world, keys };
}

describe('key set', () => {
  it('reads at most once a second, even under a flood of unknown key ids', async () => {
    const { keys, world } = await setup();
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => keys.verificationKey(`key_${n}`)));
    expect(world.reads).toBe(1);
    world.now = 999;
    await keys.verificationKey('key_x');
    expect(world.reads).toBe(1);
    world.now = 1_000;
    await keys.verificationKey('key_x');
    expect(world.reads).toBe(2);
  });

  it('signs with the active key and publishes no retired one and no private half', async () => {
    const { keys, active, retired } = await setup();
    expect((await keys.signingKey()).kid).toBe(active.kid);
    const { keys: published } = await keys.jwks();
    expect(published.map((key) => key.kid)).toEqual([active.kid]);
    for (const secretMember of ['d', 'p', 'q', 'dp', 'dq', 'qi'])
      expect(published[0]).not.toHaveProperty(secretMember);
    expect(await keys.verificationKey(retired.kid)).toMatchObject({ state: 'retired' });
    expect(await keys.verificationKey('key_none')).toBeUndefined();
  });

  it('fails closed while the keys cannot be read, and heals by itself', async () => {
    const { keys, world, active } = await setup();
    world.fault = new Error('down');
    await expect(keys.signingKey()).rejects.toThrow('down');
    await expect(keys.verificationKey(active.kid)).rejects.toThrow('down');
    world.fault = undefined;
    expect((await keys.signingKey()).kid).toBe(active.kid);
    world.fault = new Error('down');
    world.now = 5_000;
    await expect(keys.verificationKey(active.kid)).rejects.toThrow('down');
  });

  it('has no signing key when none is active', async () => {
    const { keys, world, retired } = await setup();
    world.rows = [retired];
    await expect(keys.signingKey()).rejects.toThrow('no active signing key');
  });
});
