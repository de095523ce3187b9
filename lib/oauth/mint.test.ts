import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SubjectState } from '../token/checks';
import { issuedAt } from './mint';

/** Milliseconds around a day in 2030, close enough together to fall into one second now and then. */
const moment = fc.integer({ min: 1_900_000_000_000, max: 1_900_000_003_000 });

/** As `revocation` in the list of checks has it. */
const isEnded = (iat: number, mark: number) => iat * 1000 < mark;

const whose = { use: 'machine', tenantId: 'ten_1', subjectId: 'client_1', credentialId: 'sec_1' } as const;
const LIVE: SubjectState = {
  subject: 'active',
  tenant: 'active',
  credential: 'live',
  revoked: false,
  notBefore: 0,
};

/** A world whose clock moves only by waiting, and whose records are as `state` says when they are read again. */
function world(start: number, state: () => SubjectState) {
  let now = start;
  const services = { clock: () => now, clients: { findSubject: async () => state() } as never };
  const wait = async (milliseconds: number) => {
    now += milliseconds;
  };
  return { services, wait, now: () => now };
}

describe('issuedAt', () => {
  it('is the second the request came in, when nothing was ended', async () => {
    const { services, wait } = world(1_900_000_005_000, () => LIVE);
    expect(await issuedAt(1_900_000_000_999, 0, whose, services, wait)).toBe(1_900_000_000);
  });

  it('outlives the marks there were, and none that came after the records were read (property)', async () => {
    await fc.assert(
      fc.asyncProperty(moment, moment, moment, fc.nat(500), async (one, two, three, later) => {
        const [mark = 0, asked = 0] = [one, two].sort((a, b) => a - b);
        const { services, wait, now } = world(asked + later, () => ({ ...LIVE, notBefore: mark }));
        const iat = await issuedAt(asked, mark, whose, services, wait);
        expect(isEnded(iat, mark)).toBe(false);
        expect(iat * 1000).toBeLessThanOrEqual(now());
        const next = asked + 1 + three - 1_900_000_000_000;
        // Ended again before it was even signed: it is among them, unless it waited past that mark and read it.
        if (next <= asked + later && iat * 1000 <= asked) expect(isEnded(iat, next)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the records again after waiting: a second mark in the same second ends what the first let through', async () => {
    const second = 1_900_000_000_800;
    const { services, wait } = world(1_900_000_000_500, () => ({ ...LIVE, notBefore: second }));
    const iat = await issuedAt(1_900_000_000_500, 1_900_000_000_200, whose, services, wait);
    expect(isEnded(iat, second)).toBe(false);
    expect(iat).toBe(1_900_000_001);
  });

  it.each([{ subject: 'disabled' }, { tenant: 'suspended' }, { credential: 'retired' }] as const)(
    'refuses who was ended meanwhile: %j',
    async (change) => {
      const { services, wait } = world(1_900_000_000_500, () => ({ ...LIVE, ...change }));
      await expect(
        issuedAt(1_900_000_000_500, 1_900_000_000_200, whose, services, wait),
      ).rejects.toMatchObject({
        status: 401,
      });
    },
  );

  it('waits for a mark that is ahead of its moment, and gives out no token of a time to come', async () => {
    const mark = 1_900_000_001_499;
    const { services, wait, now } = world(1_900_000_000_999, () => ({ ...LIVE, notBefore: mark }));
    expect(await issuedAt(1_900_000_000_999, mark, whose, services, wait)).toBe(1_900_000_002);
    expect(now()).toBe(1_900_000_002_000);
  });

  it('does not wait for a mark that another clock made far ahead', async () => {
    const { services, wait, now } = world(1_900_000_000_000, () => LIVE);
    expect(await issuedAt(1_900_000_000_000, 1_900_000_060_500, whose, services, wait)).toBe(1_900_000_061);
    expect(now()).toBe(1_900_000_000_000);
  });
});
