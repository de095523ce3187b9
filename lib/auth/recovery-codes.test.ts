import { expect, it } from 'vitest';
import { newRecoveryCodes, recoveryDigest } from './recovery-codes';

const pepper = new Uint8Array(32).fill(7);
const same = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

it('are ten, each of 120 random bits, in groups that can be read aloud', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{6}-){3}[0-9a-hjkmnp-tv-z]{6}$/);
});

it('are known however they were written down, and of one person only', () => {
  const digest = recoveryDigest('0a1b2c-3d4e5f-6g7h8j-9kmnpq', 'usr_1', pepper);
  for (const typed of [
    '0A1B2C 3D4E5F 6G7H8J 9KMNPQ',
    'oaIb2c3d4e5f6g7h8j9kmnpq',
    ' 0alb2c-3d4e5f-6g7h8j-9kmnpq ',
  ])
    expect(same(digest, recoveryDigest(typed, 'usr_1', pepper)), typed).toBe(true);
  expect(same(digest, recoveryDigest('0a1b2c-3d4e5f-6g7h8j-9kmnpr', 'usr_1', pepper))).toBe(false);
  expect(same(digest, recoveryDigest('0a1b2c-3d4e5f-6g7h8j-9kmnpq', 'usr_2', pepper))).toBe(false);
});
