import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isOutage } from '../faults';
import { generateSigningKey } from './generate';
import { createKeySet } from './key-set';
import { aesGcmSealer, type Sealer } from './seal';
import { sealersOf } from './sealers';
import { stored } from './stored-key.fixture';

const WORDS = '-----BEGIN PRIVATE KEY----- and whatever else a service repeats in its words';

/** A key service: it answers later, holds its key elsewhere, and is away now and then. */
function keyService() {
  const held = aesGcmSealer(randomBytes(32));
  const world = { asked: 0, answer: 'right' as 'right' | 'refused' | 'never' };
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    world.asked++;
    await new Promise((resolve) => setImmediate(resolve));
    if (world.answer === 'never') await new Promise(() => {});
    if (world.answer === 'refused') throw new Error(WORDS);
    return work();
  };
  const service: Sealer = {
    id: 'kms_0123456789ab',
    seal: (plain, boundTo) =>
      asked(async () => ({ ...(await held.seal(plain, boundTo)), by: 'kms_0123456789ab' })),
    open: (sealed, boundTo) => asked(() => held.open(sealed, boundTo)),
  };
  return { world, service };
}

const settings = { keyEncryptionKey: randomBytes(32), otherKeyEncryptionKeys: [randomBytes(32)] };

/** A set whose active key the service sealed, with one beside it from before there was a service. */
async function setup() {
  const { world, service } = keyService();
  const sealer = sealersOf(settings, [service]) as Sealer;
  const [own, earlier] = await Promise.all([
    generateSigningKey(sealer, 2048),
    generateSigningKey(sealersOf(settings) as Sealer, 2048),
  ]);
  const rows = [stored(own, 'active'), stored(earlier, 'next')];
  world.asked = 0;
  return {
    world,
    sealer,
    own,
    earlier,
    set: createKeySet(
      async () => rows,
      sealer,
      () => 0,
    ),
  };
}

/** What an endpoint makes 503 of. */
const refusalOf = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error('none'),
    (cause) => cause,
  );

describe('private keys sealed by a key service', () => {
  afterEach(() => void vi.useRealTimers());

  it('are opened by it once, and those from before by the key they were sealed with', async () => {
    const { world, set, sealer, own, earlier } = await setup();
    const signatures = await Promise.all(
      Array.from({ length: 50 }, async (_, place) => (await set.signingKey()).sign(`${place}`)),
    );
    expect(new Set(signatures).size).toBe(50);
    expect((await set.signingKey()).kid).toBe(own.kid);
    expect(world.asked).toBe(1);
    expect(own.sealed.by).toBe('kms_0123456789ab');
    expect(Buffer.from(await sealer.open(earlier.sealed, earlier.kid)).toString()).toContain('PRIVATE KEY');
    expect(world.asked).toBe(1);
  });

  it('sign nothing while it refuses: an outage that repeats none of its words, over as soon as it answers', async () => {
    const { world, set, own } = await setup();
    world.answer = 'refused';
    for (let times = 1; times <= 3; times++) {
      const refusal = await refusalOf(set.signingKey());
      expect(isOutage(refusal)).toBe(true);
      expect(refusal.message).toBe('The signing key cannot be opened.');
      // Nothing that failed is kept.
      expect(world.asked).toBe(times);
    }
    // Verifying needs no private key.
    expect(await set.verificationKey(own.kid)).toBeDefined();
    world.answer = 'right';
    expect((await set.signingKey()).kid).toBe(own.kid);
  });

  it('sign nothing while it hangs, for five seconds and not for ever', async () => {
    const { world, set, own } = await setup();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    world.answer = 'never';
    const refusal = refusalOf(set.signingKey());
    await vi.advanceTimersByTimeAsync(5_000);
    expect(isOutage(await refusal)).toBe(true);
    vi.useRealTimers();
    world.answer = 'right';
    expect((await set.signingKey()).kid).toBe(own.kid);
  });

  it('are not made while it is away: no other key steps in', async () => {
    const { world, sealer } = await setup();
    world.answer = 'refused';
    const refusal = await refusalOf(generateSigningKey(sealer, 2048));
    expect(isOutage(refusal)).toBe(true);
    expect(refusal.message).toBe('The new signing key cannot be sealed.');
    world.answer = 'right';
    expect((await generateSigningKey(sealer, 2048)).sealed.by).toBe('kms_0123456789ab');
  });

  it('are closed where neither a service nor a key-encryption key is', () => {
    expect(sealersOf({ keyEncryptionKey: undefined, otherKeyEncryptionKeys: [] })).toBeUndefined();
  });
});
