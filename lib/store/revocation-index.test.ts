import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRevocationIndex } from './revocation-index';

const NOW = 1_000_000;

describe('revocation index', () => {
  it('finds whatever was added, however much was added, told twice and cleared away beside it', () => {
    const step = fc.tuple(fc.string({ minLength: 1 }), fc.integer({ min: -5, max: 50 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 2_000 }), fc.nat(60), (steps, later) => {
        const index = createRevocationIndex();
        const ends = new Map<string, number>();
        for (const [jti, life] of steps) {
          index.add(jti, NOW + life, NOW);
          ends.set(jti, Math.max(ends.get(jti) ?? 0, NOW + life));
        }
        for (let times = 0; times < 16; times++) index.sweep(NOW + later);
        for (const [jti, end] of ends) if (end > NOW + later) expect(index.mayHave(jti)).toBe(true);
      }),
    );
  });

  it('says no of nearly all others, and forgets what has expired', () => {
    const index = createRevocationIndex();
    for (let n = 0; n < 100_000; n++) index.add(`tok_${n}`, NOW + (n % 2 ? 60 : 3600), NOW);
    const mistaken = () =>
      Array.from({ length: 100_000 }, (_, n) => index.mayHave(`tok_other_${n}`)).filter(Boolean).length;
    expect(mistaken()).toBeLessThan(10);
    const before = index.bytes();
    for (let times = 0; times < 16; times++) index.sweep(NOW + 61);
    expect(index.size()).toBeGreaterThan(49_990);
    expect(index.size()).toBeLessThanOrEqual(50_000);
    expect(index.bytes()).toBeLessThan(before);
    expect(index.mayHave('tok_1')).toBe(false);
    expect(index.mayHave('tok_2')).toBe(true);
    index.clear();
    expect(index.mayHave('tok_2')).toBe(false);
  });

  it('keeps what never expires', () => {
    const index = createRevocationIndex();
    index.add('tok_for_ever', 32_503_680_000, NOW);
    for (let times = 0; times < 16; times++) index.sweep(NOW);
    expect(index.mayHave('tok_for_ever')).toBe(true);
  });
});
