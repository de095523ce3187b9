import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aesGcmSealer, type Sealed, sealerChain } from './seal';

const bytes = Buffer.from('private');

describe('aesGcmSealer', () => {
  const sealer = aesGcmSealer(randomBytes(32));

  it('gives back what was sealed, and never the same bytes twice (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.string(), async (plain, boundTo) => {
        const sealed = await sealer.seal(plain, boundTo);
        expect(Buffer.compare(await sealer.open(sealed, boundTo), plain)).toBe(0);
        expect(Buffer.compare((await sealer.seal(plain, boundTo)).bytes, sealed.bytes)).not.toBe(0);
      }),
    );
  });

  it('opens nothing that was changed, moved to another row, or sealed with another key', async () => {
    const sealed = await sealer.seal(bytes, 'key_1');
    for (let place = 0; place < sealed.bytes.length; place++) {
      const changed = Buffer.from(sealed.bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      await expect(sealer.open({ ...sealed, bytes: changed }, 'key_1')).rejects.toThrow();
    }
    await expect(sealer.open(sealed, 'key_2')).rejects.toThrow();
    await expect(aesGcmSealer(randomBytes(32)).open(sealed, 'key_1')).rejects.toThrow();
    await expect(sealer.open({ ...sealed, bytes: sealed.bytes.subarray(0, 20) }, 'key_1')).rejects.toThrow();
  });

  it('is named alike for the same key and differently for others, by nothing that is in the key', () => {
    const key = randomBytes(32);
    const { id } = aesGcmSealer(key);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(aesGcmSealer(Buffer.from(key)).id).toBe(id);
    expect(sealer.id).not.toBe(id);
    expect(key.toString('hex')).not.toContain(id);
  });
});

describe('sealerChain', () => {
  const older = aesGcmSealer(randomBytes(32));
  const newer = aesGcmSealer(randomBytes(32));
  const unnamed = ({ bytes }: Sealed): Sealed => ({ bytes, by: '' });

  it('seals with the first, and opens what either sealed', async () => {
    const chain = sealerChain(newer, older);
    const sealed = await chain.seal(bytes, 'key_1');
    expect({ by: sealed.by, id: chain.id }).toEqual({ by: newer.id, id: newer.id });
    for (const one of [sealed, await older.seal(bytes, 'key_1'), await newer.seal(bytes, 'key_1')])
      expect(await chain.open(one, 'key_1')).toEqual(bytes);
  });

  it('tries all on what says nothing of its sealer', async () => {
    for (const one of [older, newer]) {
      const sealed = unnamed(await one.seal(bytes, 'key_1'));
      expect(await sealerChain(newer, older).open(sealed, 'key_1')).toEqual(bytes);
      expect(await sealerChain(older, newer).open(sealed, 'key_1')).toEqual(bytes);
    }
  });

  it('opens nothing of a sealer that is not in it, and names that one', async () => {
    const sealed = await older.seal(bytes, 'key_1');
    await expect(sealerChain(newer).open(sealed, 'key_1')).rejects.toThrow(older.id);
    await expect(sealerChain(newer).open(unnamed(sealed), 'key_1')).rejects.toThrow();
    // A row that names another sealer than its own is opened by neither.
    await expect(sealerChain(newer, older).open({ ...sealed, by: newer.id }, 'key_1')).rejects.toThrow();
  });

  it('lets instances read each other at every step of a change of the key', async () => {
    const steps = [
      sealerChain(older),
      sealerChain(older, newer),
      sealerChain(newer, older),
      sealerChain(newer, older),
    ];
    // While one step is rolled out, instances of the step before are still there.
    for (const [place, writer] of steps.entries())
      for (const reader of steps.slice(Math.max(0, place - 1), place + 2))
        expect(await reader.open(await writer.seal(bytes, 'key_1'), 'key_1')).toEqual(bytes);
  });
});
