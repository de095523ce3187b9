import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aesGcmSealer } from './seal';

describe('aesGcmSealer', () => {
  const sealer = aesGcmSealer(randomBytes(32));

  it('gives back what was sealed, and never the same bytes twice (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.string(), async (plain, boundTo) => {
        const sealed = await sealer.seal(plain, boundTo);
        expect(Buffer.compare(await sealer.open(sealed, boundTo), plain)).toBe(0);
        expect(Buffer.compare(await sealer.seal(plain, boundTo), sealed)).not.toBe(0);
      }),
    );
  });

  it('opens nothing that was changed, moved to another row, or sealed with another key', async () => {
    const sealed = Buffer.from(await sealer.seal(Buffer.from('private'), 'key_1'));
    for (let place = 0; place < sealed.length; place++) {
      const changed = Buffer.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      await expect(sealer.open(changed, 'key_1')).rejects.toThrow();
    }
    await expect(sealer.open(sealed, 'key_2')).rejects.toThrow();
    await expect(aesGcmSealer(randomBytes(32)).open(sealed, 'key_1')).rejects.toThrow();
    await expect(sealer.open(sealed.subarray(0, 20), 'key_1')).rejects.toThrow();
  });
});
