import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withParameters } from './authorization';
import { readAuthorizationRequest } from './authorization-request';
import { OAuthError } from './errors';
import { Parameters } from './parameters';

const GOOD = {
  response_type: 'code',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
};
const read = (extra: Record<string, string> = {}, mcp?: string) =>
  readAuthorizationRequest(Parameters.fromPairs(Object.entries({ ...GOOD, ...extra })), mcp);

const refusal = (extra: Record<string, string>): string => {
  try {
    read(extra);
  } catch (cause) {
    if (OAuthError.is(cause)) return cause.code;
    throw cause;
  }
  return 'none';
};

describe('an authorization request', () => {
  it('needs no more than a response type and a challenge', () => {
    expect(read()).toEqual({
      scope: undefined,
      codeChallenge: GOOD.code_challenge,
      nonce: null,
      silent: false,
      again: false,
      maxAge: undefined,
      idTokenHint: undefined,
      forMcp: false,
    });
  });

  it('is for the MCP server only where the app may be', () => {
    const resource = 'https://auth.example.com/mcp';
    expect(read({ resource }, resource).forMcp).toBe(true);
    expect(read({ resource: 'gooclaim-api' }, resource).forMcp).toBe(false);
    expect(refusal({ resource })).toBe('invalid_target');
  });

  it.each<[string, object]>([
    ['none', { silent: true, again: false }],
    ['login', { silent: false, again: true }],
    ['select_account', { silent: false, again: true }],
    ['consent', { silent: false, again: false }],
    ['login consent', { silent: false, again: true }],
  ])('reads prompt=%s', (prompt, meaning) => {
    expect(read({ prompt })).toMatchObject(meaning);
  });

  it.each<[Record<string, string>, string]>([
    [{ prompt: 'none login' }, 'invalid_request'],
    [{ prompt: 'create' }, 'invalid_request'],
    [{ max_age: '-1' }, 'invalid_request'],
    [{ max_age: '1.5' }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge_method: 's256' }, 'invalid_request'],
    [{ code_challenge: `${GOOD.code_challenge}=` }, 'invalid_request'],
    [{ response_type: 'CODE' }, 'unsupported_response_type'],
    [{ registration: '{}' }, 'registration_not_supported'],
    [{ nonce: 'a\u0000b' }, 'invalid_request'],
  ])('%j: %s', (extra, code) => {
    expect(refusal(extra)).toBe(code);
  });

  it('has no challenge but a SHA-256 digest in base64url', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const fits = /^[A-Za-z0-9_-]{43}$/.test(text);
        expect(refusal({ code_challenge: text })).toBe(fits ? 'none' : 'invalid_request');
      }),
    );
  });
});

describe('an answer', () => {
  it('never changes the address it is added to, and whatever is in it stays what it was', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('https://a.example/cb', 'https://a.example/cb?x=1&y=%2F'),
        fc.string(),
        (address, state) => {
          const whole = withParameters(address, { state, left_out: undefined });
          expect(whole.startsWith(`${address}${address.includes('?') ? '&' : '?'}`)).toBe(true);
          const { origin, searchParams, hash } = new URL(whole);
          expect({ origin, hash }).toEqual({ origin: 'https://a.example', hash: '' });
          expect(searchParams.get('state')).toBe(new TextDecoder().decode(new TextEncoder().encode(state)));
          expect(searchParams.has('left_out')).toBe(false);
        },
      ),
    );
  });
});
