import { describe, expect, it, vi } from 'vitest';
import { createRememberedRevocations } from './remembered-revocations';

const NOW = 1_000_000_000;
const expires = NOW / 1000 + 3600;

function setup(count: number) {
  const world = {
    rows: Array.from({ length: count }, (_, n) => `tok_${String(n).padStart(9, '0')}`),
    pages: 0,
    now: NOW,
  };
  /** Called in the middle of each page's reading. */
  let meanwhile = () => {};
  const remembered = createRememberedRevocations(
    async (after, size) => {
      world.pages++;
      const page = world.rows.filter((jti) => jti > after).slice(0, size);
      await Promise.resolve();
      meanwhile();
      return page.map((jti) => ({ jti, expires }));
    },
    () => world.now,
  );
  return {
    world,
    ...remembered,
    during: (work: () => void) => {
      meanwhile = work;
    },
  };
}

describe('remembered revocations', () => {
  it('answers nothing before all have been read, and then no for none of them', async () => {
    const { memory, isNotRevoked, world } = setup(5_000);
    expect(isNotRevoked('tok_other')).toBe(false);
    memory.forgetAll();
    expect(isNotRevoked('tok_other')).toBe(false);
    await vi.waitFor(() => expect(isNotRevoked('tok_other')).toBe(true));
    expect(world.rows.filter(isNotRevoked)).toEqual([]);
    expect(world.pages).toBe(4);
  });

  it('misses none that is told of while they are read, and reads again when too many came to name them', async () => {
    const { memory, isNotRevoked, world, during } = setup(3_000);
    during(() => memory.apply({ what: 'revoked', jti: 'tok_000000000_between', expiresAt: expires }));
    memory.forgetAll();
    await vi.waitFor(() => expect(isNotRevoked('tok_other')).toBe(true));
    expect(isNotRevoked('tok_000000000_between')).toBe(false);

    during(() => {});
    world.rows.push('tok_among_many');
    memory.apply({ what: 'revocations' });
    expect(isNotRevoked('tok_other')).toBe(false);
    // Another one at once: what the first had begun to read does not count.
    memory.apply({ what: 'revocations' });
    await vi.waitFor(() => expect(isNotRevoked('tok_other')).toBe(true));
    expect(isNotRevoked('tok_among_many')).toBe(false);
  });

  it('still has them when a clock that ran ahead is set right', async () => {
    const { memory, isNotRevoked, world } = setup(100);
    memory.forgetAll();
    await vi.waitFor(() => expect(isNotRevoked('tok_other')).toBe(true));
    // Ahead of every expiry, for as long as it takes to clear all parts away.
    for (let times = 1; times <= 16; times++) {
      world.now = expires * 1000 + times * 60_000;
      expect(isNotRevoked('tok_other')).toBe(true);
    }
    memory.apply({ what: 'revoked', jti: 'tok_meanwhile', expiresAt: expires });
    world.now = NOW;
    expect([...world.rows, 'tok_meanwhile'].filter(isNotRevoked)).toEqual([]);
  });
});
