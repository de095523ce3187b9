import { describe, expect, test } from 'vitest';
import { forge, hs256, ISSUER, KID, keys, NOW, rs256, verifiesOwn } from '@/lib/token/forge.fixture';
import { judgeLocally, nextTurn } from './local-verdict';

const published = new Map([[KID, verifiesOwn]]);
const judge = (token: string, change: Partial<Parameters<typeof judgeLocally>[0]> = {}) =>
  judgeLocally({ token, issuer: ISSUER, now: NOW, keys: published, ...change });

describe('with the published keys', () => {
  test('a true token is active', async () => {
    expect((await judge(await forge())).word).toBe('active');
  });

  test('it is no less active for lacking a scope someone asks about', async () => {
    expect((await judge(await forge(), { requiredScope: 'claims:write' })).word).toBe('active');
  });

  test('an hour later it is not', async () => {
    expect((await judge(await forge(), { now: NOW + 3_600_000 })).word).toBe('not_active');
  });

  test.each([
    ['foreign key', () => forge({}, {}, rs256(keys.foreign.privateKey))],
    ['HS256 with the public key', () => forge({}, { alg: 'HS256' }, hs256(keys.publicPem))],
    ['key named __proto__', () => forge({}, { kid: '__proto__' })],
  ])('%s: not active', async (_name, token) => {
    expect((await judge(await token())).word).toBe('not_active');
  });
});

describe('without keys', () => {
  const keysless = { keys: undefined };

  test('what cannot be checked is not called a failure', async () => {
    const { word, results } = await judge(await forge(), keysless);
    expect(word).toBe('unknown');
    for (const check of ['key', 'signature'])
      expect(results.find((result) => result.check === check)).toEqual({ check, outcome: 'not_checked' });
  });

  test('what fails without them still fails', async () => {
    expect((await judge(await forge({ iss: 'https://evil.test' }), keysless)).word).toBe('not_active');
    expect((await judge(await forge({}, { alg: 'none' }), keysless)).word).toBe('not_active');
    expect((await judge('garbage', keysless)).word).toBe('not_active');
  });
});

test('the next turn is the nearest moment still to come', () => {
  expect(nextTurn({ iat: 1000, exp: 4600 }, 2_000_000)).toBe(4_510_000);
  expect(nextTurn({ iat: 1000, exp: 4600 }, 4_510_000)).toBe(4_600_000);
  expect(nextTurn({ exp: 4600 }, 4_600_000)).toBeUndefined();
  expect(nextTurn({ exp: 'soon' }, 0)).toBeUndefined();
  expect(nextTurn(undefined, 0)).toBeUndefined();
});
