import { createHash, generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { forge, ISSUER, serviceContext, NOW as TOKEN_TIME } from '../token/forge.fixture';
import { admitCaller } from './caller';
import { forgeProof, jwkOf, keys, REQUEST } from './dpop.fixture';
import { newNonce } from './dpop-nonce';
import { OAuthError } from './errors';
import { Parameters } from './parameters';
import type { AuditEvent } from './ports';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';

const pepper = new Uint8Array(32).fill(7);
const nonce = newNonce(pepper, TOKEN_TIME);
const jkt = await calculateJwkThumbprint(jwkOf(keys.ES256));
const bound = await forge({ cnf: { jkt } });
const unbound = await forge();

let taken: string[];
let recorded: Partial<AuditEvent>[];
let budget: number;
beforeEach(() => {
  taken = [];
  recorded = [];
  budget = 600;
});

const context = serviceContext({ now: TOKEN_TIME });
const services = {
  issuer: ISSUER,
  pepper,
  clock: () => TOKEN_TIME,
  clients: { findSubject: context.findSubject },
  keys: { verificationKey: async (kid: string) => context.findKey(kid) },
  replays: { firstUse: async () => true, forget: async () => {} },
  limiter: {
    async take(policy: string, key: string) {
      taken.push(`${policy} ${key.replace(/#\d+$/, '#client')}`);
      return { allowed: taken.length <= budget, limit: 600, remaining: 0, retryAfter: 7, reset: 7 };
    },
  },
  ledger: {
    async record(event: AuditEvent) {
      recorded.push(event);
    },
  },
} as unknown as OAuthServices;

/** What a caller with these two headers is told, and by which challenge. */
async function ask(authorization: string, dpop: string | null): Promise<string> {
  const request: OAuthRequest = {
    ...REQUEST,
    authorization,
    dpop,
    parameters: Parameters.fromForm('token=x'),
    origin: { requestId: 'req_1', address: '192.0.2.1', userAgent: '' },
    answer: { rate: { allowed: true, limit: 1, remaining: 1, retryAfter: 0, reset: 0 }, headers: {} },
  };
  try {
    const caller = await admitCaller('introspect', request, services);
    return caller.id;
  } catch (cause) {
    if (!OAuthError.is(cause)) throw cause;
    return `${cause.code} ${cause.headers['WWW-Authenticate'] ?? ''}`.trim();
  }
}

const proofFor = (token: string, claims: object = {}, key = keys.ES256) =>
  forgeProof(
    {
      iat: TOKEN_TIME / 1000,
      nonce,
      ath: createHash('sha256').update(token).digest('base64url'),
      ...claims,
    },
    {},
    { key },
  );

const OWN_BUDGET = 'introspect client_acme';
const FAILURE = 'introspect_failure 192.0.2.1#client';
const ROW = 'refusal_row 192.0.2.1';

describe('a bound token as the credential', () => {
  it.each(['DPoP', 'dpop', 'DPOP'])('is one with its proof, by the scheme %s', async (scheme) => {
    expect(await ask(`${scheme} ${bound}`, proofFor(bound))).toBe('client_acme');
    expect(taken).toEqual([OWN_BUDGET]);
    expect(recorded).toEqual([]);
  });

  it('is refused as a bearer, with its proof or without (RFC 9449 §7.2), and its admin sees it', async () => {
    for (const dpop of [null, proofFor(bound)])
      expect(await ask(`Bearer ${bound}`, dpop)).toBe(
        'invalid_token Bearer realm="gooclaim", error="invalid_token"',
      );
    expect(taken).toEqual([FAILURE, ROW, FAILURE, ROW]);
    expect(recorded).toHaveLength(2);
    expect(recorded[0]).toMatchObject({
      action: 'introspect.refused',
      outcome: 'failure',
      targetId: 'client_acme',
      jti: 'tok_1',
      detail: { reason: 'proof_of_key_missing' },
    });
  });

  it.each([
    ['no proof', () => null, 'invalid_dpop_proof', 'proof_of_key_missing'],
    ['the proof for another token', () => proofFor(unbound), 'invalid_dpop_proof', 'invalid_dpop_proof'],
    [
      'the proof of another key',
      () => proofFor(bound, {}, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
      'invalid_token',
      'bound_to_another_key',
    ],
  ])('%s: counted apart from what its owner may spend, and seen', async (_, dpop, error, reason) => {
    expect(await ask(`DPoP ${bound}`, dpop())).toContain(`${error} DPoP realm="gooclaim", error="${error}"`);
    expect(taken).toEqual([FAILURE, ROW]);
    expect(recorded).toMatchObject([{ detail: { reason } }]);
  });

  it('a missing nonce is counted, and is no news', async () => {
    expect(await ask(`DPoP ${bound}`, proofFor(bound, { nonce: undefined }))).toMatch(
      /^use_dpop_nonce DPoP /,
    );
    expect(taken).toEqual([FAILURE]);
    expect(recorded).toEqual([]);
  });

  it('ends in 429 when the budget for failures is spent', async () => {
    budget = 0;
    expect(await ask(`DPoP ${bound}`, null)).toBe('rate_limited');
    expect(recorded).toEqual([]);
  });
});

describe('a token that is not bound', () => {
  it('is a bearer, whatever proof comes with it', async () => {
    for (const dpop of [null, 'garbage', proofFor(unbound)])
      expect(await ask(`Bearer ${unbound}`, dpop)).toBe('client_acme');
  });

  it('is refused by the scheme DPoP', async () => {
    expect(await ask(`DPoP ${unbound}`, proofFor(unbound))).toMatch(
      /^invalid_token DPoP .*error="invalid_token"/,
    );
    expect(taken).toEqual(['introspect_failure 192.0.2.1']);
  });
});

it('offers both schemes to a caller without a credential, and no error (RFC 9449 §7.2)', async () => {
  for (const authorization of ['DPoP', 'Bearer', 'Token x'])
    expect(await ask(authorization, null)).toMatch(
      /^invalid_token Bearer realm="gooclaim", DPoP realm="gooclaim", algs="[^"]+"$/,
    );
});
