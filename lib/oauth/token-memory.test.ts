import { describe, expect, it, vi } from 'vitest';
import { type CheckContext, checkToken } from '../token/checks';
import { forge, NOW, serviceContext, verifiesOwn } from '../token/forge.fixture';
import { decodeToken } from '../token/jwt';
import { createTokenMemory } from './token-memory';

const token = await forge();

/** A service with a memory, whose key counts how often it is asked. */
function setup() {
  const memory = createTokenMemory();
  const verifies = vi.fn(verifiesOwn);
  const found = { state: 'active' as const, verifies };
  const ask = async (text: string, change: Partial<CheckContext> & { subject?: object } = {}) => {
    const context = serviceContext({ memory, findKey: () => found, ...change });
    const { results, ...evaluation } = await checkToken(text, context, 'end');
    return { ...evaluation, results, reason: results.find(({ outcome }) => outcome === 'fail')?.reason };
  };
  return { memory, verifies, found, ask };
}

describe('a token that was verified before', () => {
  it('is not verified again, and is explained in the same words', async () => {
    const { ask, verifies } = setup();
    const first = await ask(token);
    expect(await ask(token)).toEqual(first);
    expect(first.valid).toBe(true);
    expect(verifies).toHaveBeenCalledTimes(1);
  });

  it('is asked everything else each time', async () => {
    const { ask, found, verifies } = setup();
    await ask(token);
    const reasons = {
      'its key was revoked': await ask(token, { findKey: () => ({ ...found, revoked: true }) }),
      'its key retired': await ask(token, { findKey: () => ({ ...found, state: 'retired' }) }),
      'its key is gone': await ask(token, { findKey: () => undefined }),
      'another tenant asks': await ask(token, { tenantId: 'ten_other' }),
      'its issuer has another name': await ask(token, { issuer: 'https://elsewhere.test' }),
      'it was revoked': await ask(token, { subject: { revoked: true } }),
      'it was ended': await ask(token, { subject: { notBefore: NOW } }),
      'its client was disabled': await ask(token, { subject: { subject: 'disabled' } }),
      'its hour is over': await ask(token, { now: NOW + 3_540_000 }),
    };
    expect(Object.entries(reasons).map(([name, { valid, reason }]) => [name, valid, reason])).toEqual([
      ['its key was revoked', false, 'key_revoked'],
      ['its key retired', false, 'key_retired'],
      ['its key is gone', false, 'kid_unknown'],
      ['another tenant asks', false, 'tenant_foreign'],
      ['its issuer has another name', false, 'iss_wrong'],
      ['it was revoked', false, 'token_revoked'],
      ['it was ended', false, 'tokens_ended'],
      ['its client was disabled', false, 'client_disabled'],
      ['its hour is over', false, 'expired'],
    ]);
    // Its hour being over it was forgotten, and so looked at anew.
    expect(verifies).toHaveBeenCalledTimes(2);
  });

  it('is verified again by another key under the same kid', async () => {
    const { ask } = setup();
    await ask(token);
    const other = vi.fn(() => false);
    const { reason } = await ask(token, { findKey: () => ({ state: 'active', verifies: other }) });
    expect([reason, other.mock.calls.length]).toEqual(['signature_wrong', 1]);
  });

  it('vouches for no other text, however alike', async () => {
    const { ask, verifies } = setup();
    await ask(token);
    const [header, payload, signature = ''] = token.split('.');
    for (const text of [
      `${header}.${payload}.${'A'.repeat(8)}${signature.slice(8)}`,
      `${header}.${(await forge({ scope: 'all:all' })).split('.')[1]}.${signature}`,
    ])
      expect((await ask(text)).reason).toBe('signature_wrong');
    // Nor are they remembered, for good or for bad.
    expect((await ask(`${header}.${payload}.${'A'.repeat(8)}${signature.slice(8)}`)).valid).toBe(false);
    expect(verifies).toHaveBeenCalledTimes(4);
  });
});

describe('the memory', () => {
  const known = (text: string) => {
    const decoded = decodeToken(text);
    if (typeof decoded === 'string') throw new Error(decoded);
    return { decoded, verifiedBy: verifiesOwn };
  };

  it('holds so many tokens and so many bytes, and lets go of those nobody asked for', async () => {
    const texts = await Promise.all(['a', 'b', 'c'].map((jti) => forge({ jti })));
    const [a = '', b = '', c = ''] = texts;
    for (const bounds of [
      { entries: 2, bytes: 1_000_000 },
      { entries: 100, bytes: 2 * (1_024 + Math.max(...texts.map(({ length }) => length))) },
    ]) {
      const memory = createTokenMemory(bounds);
      memory.remember(a, known(a), NOW);
      memory.remember(b, known(b), NOW);
      memory.recall(a, NOW);
      memory.remember(c, known(c), NOW);
      expect([a, b, c].map((text) => memory.recall(text, NOW) !== undefined)).toEqual([true, false, true]);
    }
  });

  it('holds none beyond its end, nor one that has no end', async () => {
    const memory = createTokenMemory();
    memory.remember(token, known(token), NOW);
    expect(memory.recall(token, NOW + 3_539_999)).toBeDefined();
    expect(memory.recall(token, NOW + 3_540_000)).toBeUndefined();
    expect(memory.recall(token, NOW)).toBeUndefined();
    const endless = await forge({ exp: 'never' });
    memory.remember(endless, known(endless), NOW);
    expect(memory.recall(endless, NOW)).toBeUndefined();
  });
});
