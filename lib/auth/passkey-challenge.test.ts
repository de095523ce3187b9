import { expect, it } from 'vitest';
import { isOwnChallenge, newChallenge } from './passkey-challenge';

const pepper = new Uint8Array(32).fill(7);
const NOW = 1_800_000_000_000;
const text = (challenge: Uint8Array) => Buffer.from(challenge).toString('base64url');

it('is known for five minutes, for its use alone', () => {
  const challenge = text(newChallenge('step-up:ses_1', pepper, NOW));
  expect(isOwnChallenge(challenge, 'step-up:ses_1', pepper, NOW)).toBe(true);
  expect(isOwnChallenge(challenge, 'step-up:ses_1', pepper, NOW + 300_000)).toBe(true);
  expect(isOwnChallenge(challenge, 'step-up:ses_1', pepper, NOW + 300_001)).toBe(false);
  expect(isOwnChallenge(challenge, 'step-up:ses_1', pepper, NOW - 90_001)).toBe(false);
  for (const use of ['step-up:ses_2', 'register:ses_1', 'sign-in'] as const)
    expect(isOwnChallenge(challenge, use, pepper, NOW)).toBe(false);
  expect(
    isOwnChallenge(
      challenge,
      'step-up:ses_1',
      pepper.map((byte) => byte + 1),
      NOW,
    ),
  ).toBe(false);
});

it('is new every time, and nothing else passes for one', () => {
  const challenges = [1, 2, 3].map(() => text(newChallenge('sign-in', pepper, NOW)));
  expect(new Set(challenges).size).toBe(3);
  for (const other of ['', 'AAAA', text(Buffer.alloc(54)), `${challenges[0]}AAAA`])
    expect(isOwnChallenge(other, 'sign-in', pepper, NOW)).toBe(false);
});
