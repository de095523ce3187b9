import { describe, expect, it } from 'vitest';
import { readCookie, sessionCookieName } from './cookie';

describe('session cookie', () => {
  it('is bound to host and https wherever there is https', () => {
    expect(sessionCookieName('https://auth.example.test')).toMatch(/^__Host-/);
    expect(sessionCookieName('http://localhost:3000')).not.toMatch(/^__/);
  });

  it('is found among others, by its whole name', () => {
    expect(readCookie('a=1; gooclaim.session=abc; b=2', 'gooclaim.session')).toBe('abc');
    expect(readCookie('xgooclaim.session=evil', 'gooclaim.session')).toBeUndefined();
    expect(readCookie('gooclaim.session=a=b', 'gooclaim.session')).toBe('a=b');
    expect(readCookie(null, 'gooclaim.session')).toBeUndefined();
  });
});
