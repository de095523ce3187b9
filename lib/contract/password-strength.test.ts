import { describe, expect, test } from 'vitest';
import { passwordProblem, passwordStrength } from './password-strength';

const KNOWN = ['margaret@wilkinson-claims.test', 'Wilkinson Claims'];

describe('a password', () => {
  test.each([
    'password1234',
    'qwertyuiop123',
    'Password2026!',
    'margaret@wilkinson-claims.test',
    'Wilkinson Claims 2026',
    'WILKINSON-claims!1',
    'gooclaim gooclaim',
    'aaaaaaaaaaaaaaaa',
  ])('%s is refused with a reason', async (password) => {
    expect(await passwordProblem(password, KNOWN)).toMatch(/^Too easy to guess\. .+/);
  });

  test.each([
    'tulip seven harbour ledger',
    'own 3f9ac01b22de',
    'xK2#vLq9!mWz',
    'margaret tulip seven harbour ledger',
  ])('%s is taken', async (password) => {
    expect(await passwordProblem(password, KNOWN)).toBeUndefined();
  });

  test('what is known counts for nothing, and is said to', async () => {
    expect((await passwordStrength('xqzvkwompf 2026', [])).score).toBeGreaterThan(2);
    expect(await passwordStrength('xqzvkwompf 2026', ['xqzvkwompf'])).toMatchObject({
      score: expect.any(Number),
    });
    expect(await passwordProblem('Xqzvkwompf (2026)', ['xqzvkwompf'])).toBeDefined();
  });

  test('a known text is no pattern', async () => {
    expect(
      await passwordProblem('tulip seven harbour ledger', ['.*', '(((', '[a-z]+', '\\\\\\']),
    ).toBeUndefined();
  });
});
