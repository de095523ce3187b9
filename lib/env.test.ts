import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, readSettings } from './env';

const random = () => randomBytes(32).toString('base64');
const GOOD = {
  GOOCLAIM_MODE: 'production',
  DATABASE_URL: 'postgres://auth:secret-of-the-database@db/auth',
  ISSUER: 'https://auth.example.test',
  KEY_ENCRYPTION_KEY: random(),
  SECRET_PEPPER: random(),
  NEXTAUTH_SECRET: random(),
};

const complaint = (change: Record<string, string | undefined>) => {
  try {
    readSettings({ ...GOOD, ...change });
  } catch (cause) {
    if (cause instanceof ConfigurationError) return cause.message;
    throw cause;
  }
  return '';
};

describe('settings', () => {
  it('are complete with the five that production needs', () => {
    expect(readSettings(GOOD)).toMatchObject({
      mode: 'production',
      environment: 'live',
      limits: { token: 60, introspect: 600 },
    });
  });

  it('count as production when nothing says otherwise', () => {
    expect(readSettings({ ...GOOD, GOOCLAIM_MODE: undefined }).mode).toBe('production');
  });

  it.each(['DATABASE_URL', 'ISSUER', 'KEY_ENCRYPTION_KEY', 'SECRET_PEPPER', 'NEXTAUTH_SECRET'])(
    'name %s when it is missing or empty',
    (name) => {
      expect(complaint({ [name]: undefined })).toContain(`${name} is missing`);
      expect(complaint({ [name]: '' })).toContain(`${name} is missing`);
    },
  );

  it('name every one that is missing at once', () => {
    expect(() => readSettings({})).toThrow(
      /DATABASE_URL[\s\S]*ISSUER[\s\S]*KEY_ENCRYPTION_KEY[\s\S]*SECRET_PEPPER[\s\S]*NEXTAUTH_SECRET/,
    );
  });

  it.each([
    ['KEY_ENCRYPTION_KEY', 'changeme'],
    ['KEY_ENCRYPTION_KEY', Buffer.alloc(32).toString('base64')],
    ['KEY_ENCRYPTION_KEY', Buffer.alloc(48, 'abcdefghijklmnopqrstuvwxyz').toString('base64')],
    ['SECRET_PEPPER', Buffer.from('short').toString('base64')],
    ['NEXTAUTH_SECRET', 'secret'],
    ['NEXTAUTH_SECRET', 'a'.repeat(64)],
    ['ISSUER', 'http://auth.example.test'],
    ['ISSUER', 'https://auth.example.test/'],
    ['ISSUER', 'auth.example.test'],
    ['ISSUER', 'https://auth.example.test/idp'],
    ['ISSUER', 'https://auth.example.test?x=1'],
    ['DATABASE_URL', 'mysql://db/auth'],
    ['CLOCK_OFFSET_SECONDS', '900'],
    ['TRUSTED_PROXIES', '-1'],
    ['RATE_LIMIT_TOKEN', '0'],
    ['ENVIRONMENT', 'Live!'],
  ])('refuse a weak or impossible %s, and do not repeat it', (name, value) => {
    const words = complaint({ [name]: value });
    expect(words).toContain(name);
    if (value.length > 5) expect(words).not.toContain(value);
  });
});
