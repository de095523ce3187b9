import { describe, expect, it } from 'vitest';
import type { RotatingSecret } from './ports';
import { nextStep } from './self-rotation';

const END = Date.parse('2030-01-02T00:00:00Z');
const SOONER = new Date('2030-01-01T12:00:00Z');

const NOW = Date.parse('2030-01-01T00:00:00Z');

const secret = (id: string, more: Partial<RotatingSecret> = {}): RotatingSecret => ({
  id,
  createdAt: new Date(NOW - 60_000),
  createdBy: 'admin@acme.test',
  expiresAt: null,
  retiredAt: null,
  used: false,
  ...more,
});
const old = secret('old', { expiresAt: SOONER, used: true });
const lost = secret('new', { createdBy: 'self-rotation' });

describe('what a client may do to its own secrets', () => {
  it('replaces the only live one, which lives on for the overlap', () => {
    expect(nextStep([secret('only')], { used: 'only', seen: 'only', now: NOW }, END)).toEqual({
      unused: undefined,
      oldExpiresAt: END,
    });
  });

  it('never gives a secret that is about to end more time', () => {
    const ending = secret('only', { expiresAt: SOONER });
    expect(nextStep([ending], { used: 'only', seen: 'only', now: NOW }, END)).toMatchObject({
      oldExpiresAt: SOONER.getTime(),
    });
  });

  it('hands out another new one when the first never arrived, and the old one keeps its end', () => {
    expect(nextStep([lost, old], { used: 'old', seen: 'new', now: NOW }, END)).toEqual({
      unused: 'new',
      oldExpiresAt: SOONER.getTime(),
    });
  });

  it.each([
    [
      'with the new one while the old one lives',
      [lost, old],
      { used: 'new', seen: 'new', now: NOW },
      '2030-01-01T12:00',
    ],
    [
      'with the old one when the new one is in use',
      [{ ...lost, used: true }, old],
      { used: 'old', seen: 'new', now: NOW },
      'already',
    ],
    [
      'with the old one of a rotation in the portal',
      [secret('new'), old],
      { used: 'old', seen: 'new', now: NOW },
      'portal',
    ],
    [
      'that another call was faster than',
      [lost, old],
      { used: 'old', seen: 'old', now: NOW },
      'another call',
    ],
    [
      'that comes within a second of another',
      [{ ...lost, createdAt: new Date(NOW - 999) }, old],
      { used: 'old', seen: 'new', now: NOW },
      'another call',
    ],
    [
      'whose clock is behind that of the instance that answered another',
      [{ ...lost, createdAt: new Date(NOW + 500) }, old],
      { used: 'old', seen: 'new', now: NOW },
      'another call',
    ],
  ])('refuses a call %s', (_, live, call, words) => {
    expect(nextStep(live, call, END)).toEqual({ refused: expect.stringContaining(words) });
  });

  it('does nothing for a secret that has ended in the meantime', () => {
    expect(nextStep([], { used: 'old', seen: 'old', now: NOW }, END)).toBeUndefined();
    expect(nextStep([secret('new')], { used: 'old', seen: 'old', now: NOW }, END)).toBeUndefined();
  });
});
