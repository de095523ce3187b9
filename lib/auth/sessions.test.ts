import { expect, it } from 'vitest';
import { debtOf } from './sessions';

const settled = {
  amr: ['pwd'],
  hasTotp: false,
  hasPasskey: false,
  mustChangePassword: false,
  factorRequired: false,
};

it.each([
  ['a password is enough where nobody asks for more', {}, null],
  ['a factor there is must be proven', { hasTotp: true }, 'second_factor'],
  ['before a password is changed', { hasPasskey: true, mustChangePassword: true }, 'second_factor'],
  ['and once', { hasPasskey: true, amr: ['pwd', 'otp', 'mfa'] }, null],
  [
    'one-time passwords are changed before anything is set up',
    { mustChangePassword: true, factorRequired: true },
    'password',
  ],
  ['where one is required it is set up', { factorRequired: true }, 'enrolment'],
  [
    'a passkey alone is two factors',
    { hasPasskey: true, factorRequired: true, amr: ['hwk', 'user', 'mfa'] },
    null,
  ],
  ['an identity provider has its own rules', { hasTotp: true, factorRequired: true, amr: ['fed'] }, null],
] as const)('%s', (_words, change, debt) =>
  expect(debtOf({ ...settled, ...change, amr: [...('amr' in change ? change.amr : settled.amr)] })).toBe(
    debt,
  ),
);
