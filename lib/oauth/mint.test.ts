import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issuedAt } from './mint';

/** Milliseconds around a day in 2030, close enough together to fall into one second now and then. */
const moment = fc.integer({ min: 1_900_000_000_000, max: 1_900_000_003_000 });

/** As `revocation` in the list of checks has it. */
const isEnded = (iat: number, mark: number) => iat * 1000 < mark;

describe('issuedAt', () => {
  it('is the second it is, when nothing was ended', () => {
    expect(issuedAt(1_900_000_000_999)).toBe(1_900_000_000);
    expect(issuedAt(1_900_000_000_999, 0, 0)).toBe(1_900_000_000);
  });

  it('leaves a token issued after a mark alone, and ends every one issued before (property)', () => {
    fc.assert(
      fc.property(moment, moment, moment, (one, other, earlier) => {
        const [mark = 0, now = 0] = [one, other].sort((a, b) => a - b);
        expect(isEnded(issuedAt(now, mark), mark)).toBe(false);
        if (earlier < mark) expect(isEnded(issuedAt(earlier), mark)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the earliest whole second that no mark ends, and never one past the next (property)', () => {
    fc.assert(
      fc.property(moment, fc.array(moment, { maxLength: 3 }), (now, all) => {
        const marks = all.filter((mark) => mark <= now);
        const iat = issuedAt(now, ...marks);
        expect(iat).toBeLessThanOrEqual(Math.floor(now / 1000) + 1);
        const before = iat - 1;
        expect(before < Math.floor(now / 1000) || marks.some((mark) => isEnded(before, mark))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
