import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proveBoundToken, readProof } from './dpop';
import { forgeProof, keys, NOW, REQUEST } from './dpop.fixture';
import { newNonce } from './dpop-nonce';
import { checkProof } from './dpop-proof';
import { OAuthError } from './errors';
import { Parameters } from './parameters';
import type { SingleUse } from './ports';
import type { OAuthRequest } from './request';

const pepper = new Uint8Array(32).fill(7);
const nonce = newNonce(pepper, NOW);

/** Instances share the pepper and the memory of what was used. */
function service() {
  const used = new Map<string, Date>();
  return {
    used,
    pepper,
    clock: () => NOW,
    replays: {
      async firstUse({ owner, jti, expiresAt }: SingleUse) {
        const key = `${owner} ${jti}`;
        if (used.has(key)) return false;
        used.set(key, expiresAt);
        return true;
      },
      async forget({ owner, jti }: SingleUse) {
        used.delete(`${owner} ${jti}`);
      },
    },
  };
}

const requestWith = (dpop: string | null): OAuthRequest => ({
  ...REQUEST,
  dpop,
  authorization: null,
  parameters: Parameters.fromForm(''),
  origin: { requestId: 'req_1', address: '192.0.2.1', userAgent: '' },
  answer: {
    rate: { allowed: true, limit: 1, remaining: 1, retryAfter: 0, reset: 0 },
    headers: {},
  },
});

/** What the client is told; anything thrown that is no OAuthError fails the test. */
async function told(work: Promise<unknown>): Promise<string> {
  try {
    return `good ${await work}`;
  } catch (cause) {
    if (!OAuthError.is(cause)) throw cause;
    return `${cause.status} ${cause.code} ${cause.headers['WWW-Authenticate'] ?? ''}`.trim();
  }
}

const jkt = await (async () => {
  const proof = await checkProof(forgeProof(), REQUEST, NOW);
  return typeof proof === 'string' ? proof : proof.jkt;
})();

describe('readProof, where tokens are issued', () => {
  const read = (dpop: string | null, services = service(), required = false) =>
    told(readProof(required, requestWith(dpop), services));

  it('is undefined without a proof, unless the client is registered to send one', async () => {
    expect(await read(null)).toBe('good undefined');
    expect(await read(null, service(), true)).toBe('400 invalid_request');
    expect(await read('', service(), true)).toBe('400 invalid_dpop_proof');
  });

  it('gives the thumbprint of the key, and remembers the proof for as long as any instance takes it', async () => {
    const services = service();
    expect(await read(forgeProof({ nonce, jti: 'one' }), services)).toBe(`good ${jkt}`);
    expect([...services.used]).toEqual([[`dpop:${jkt} one`, new Date(NOW + 600_000)]]);
  });

  it('takes a proof once, and another one of the same key or the same jti of another key', async () => {
    const services = service();
    const proof = forgeProof({ nonce, jti: 'one' });
    expect(await read(proof, services)).toBe(`good ${jkt}`);
    expect(await read(proof, services)).toBe('400 invalid_dpop_proof');
    expect(await read(forgeProof({ nonce, jti: 'one' }), services)).toBe('400 invalid_dpop_proof');
    expect(await read(forgeProof({ nonce, jti: 'two' }), services)).toBe(`good ${jkt}`);
    expect(await read(forgeProof({ nonce, jti: 'one' }, {}, { alg: 'RS256' }), services)).toMatch(/^good /);
  });

  it('takes one of a hundred at the same time', async () => {
    const services = service();
    const proof = forgeProof({ nonce });
    const answers = await Promise.all(Array.from({ length: 100 }, () => read(proof, services)));
    expect(answers.filter((answer) => answer.startsWith('good'))).toHaveLength(1);
  });

  it.each([
    ['none', undefined],
    ['empty', ''],
    ['of another type', 5],
    ['of another service', newNonce(new Uint8Array(32).fill(8), NOW)],
    ['too old', newNonce(pepper, NOW - 300_001)],
  ])('asks for a nonce: %s', async (_, wrong) => {
    const services = service();
    expect(await read(forgeProof({ nonce: wrong }), services)).toBe('400 use_dpop_nonce');
    expect(services.used.size).toBe(0);
  });

  it('takes a nonce of up to five minutes, and that of another instance', async () => {
    expect(await read(forgeProof({ nonce: newNonce(pepper, NOW - 300_000) }))).toMatch(/^good /);
    expect(await read(forgeProof({ nonce: newNonce(new Uint8Array(pepper), NOW) }))).toMatch(/^good /);
  });

  it('hands out the next nonce with every answer, and only to those who speak DPoP', async () => {
    for (const dpop of [forgeProof({ nonce }), forgeProof(), 'garbage']) {
      const request = requestWith(dpop);
      await told(readProof(false, request, service()));
      expect(request.answer.headers).toEqual({ 'DPoP-Nonce': nonce });
    }
    const request = requestWith(null);
    await told(readProof(false, request, service()));
    expect(request.answer.headers).toEqual({});
  });

  it('answers any garbage with a refusal, and spends nothing on it (property)', async () => {
    const services = service();
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'));
    const garbage = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(json, fc.base64String()), { maxLength: 5 }).map((parts) => parts.join('.')),
      fc.string({ unit: 'binary', maxLength: 2000 }),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (dpop) => {
        expect(await read(dpop, services)).toBe('400 invalid_dpop_proof');
      }),
    );
    expect(services.used.size).toBe(0);
  });

  it('answers a proof with anything in place of one member with a refusal or a key (property)', async () => {
    const member = fc.constantFrom('jti', 'htm', 'htu', 'iat', 'nonce', 'ath', 'exp', 'nbf', 'aud');
    const parameter = fc.constantFrom('typ', 'alg', 'jwk', 'crit', 'b64', 'kid', '__proto__');
    const jwkMember = fc.constantFrom('kty', 'crv', 'x', 'y', 'alg', 'use', 'key_ops', 'ext', 'd', 'n', 'e');
    const { d: _, ...jwk } = keys.ES256.export({ format: 'jwk' });
    await fc.assert(
      fc.asyncProperty(member, parameter, jwkMember, fc.jsonValue(), async (claim, name, part, value) => {
        for (const dpop of [
          forgeProof({ nonce, [claim]: value }),
          forgeProof({ nonce }, { [name]: value }),
          forgeProof({ nonce }, { jwk: { ...jwk, [part]: value } }),
        ])
          expect(await read(dpop)).toMatch(/^(good |400 (invalid_dpop_proof|use_dpop_nonce)$)/);
      }),
    );
  });
});

describe('proveBoundToken, where a bound token is the credential', () => {
  const token = 'header.payload.signature';
  const ath = createHash('sha256').update(token).digest('base64url');
  const prove = (dpop: string | null, services = service()) =>
    told(proveBoundToken(token, jkt, requestWith(dpop), services));
  const challenge = (error: string) =>
    `401 ${error} DPoP realm="gooclaim", error="${error}", algs="RS256 PS256 ES256 ES384 EdDSA Ed25519"`;

  it('accepts the proof of its key for this token, once', async () => {
    const services = service();
    const proof = forgeProof({ nonce, ath });
    expect(await prove(proof, services)).toMatch(/^good /);
    expect(await prove(proof, services)).toBe(challenge('invalid_dpop_proof'));
  });

  it('knows the hash of the example in RFC 9449 §7.1', async () => {
    const theirs = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
    const proof = forgeProof({ nonce, ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo' });
    expect(await told(proveBoundToken(theirs, jkt, requestWith(proof), service()))).toMatch(/^good /);
  });

  it.each([
    ['no proof', null],
    ['garbage', 'garbage'],
    ['no ath', forgeProof({ nonce })],
    [
      'ath of another token',
      forgeProof({ nonce, ath: createHash('sha256').update('other').digest('base64url') }),
    ],
    ['the token in place of its hash', forgeProof({ nonce, ath: token })],
    ['another spelling of the hash', forgeProof({ nonce, ath: `${ath}=` })],
    ['foreign htu', forgeProof({ nonce, ath, htu: 'https://attacker.invalid/' })],
  ])('refuses with a challenge: %s', async (_, dpop) => {
    const services = service();
    expect(await prove(dpop, services)).toBe(challenge('invalid_dpop_proof'));
    expect(services.used.size).toBe(0);
  });

  it('refuses the proof of another key', async () => {
    const services = service();
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(await prove(forgeProof({ nonce, ath }, {}, { key }), services)).toBe(challenge('invalid_token'));
    expect(services.used.size).toBe(0);
  });

  it('asks for a nonce with 401 (RFC 9449 §9)', async () => {
    const request = requestWith(forgeProof({ ath }));
    expect(await told(proveBoundToken(token, jkt, request, service()))).toBe(challenge('use_dpop_nonce'));
    expect(request.answer.headers).toEqual({ 'DPoP-Nonce': nonce });
  });

  it('answers any garbage with a refusal (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (dpop) => {
        expect(await prove(dpop)).toBe(challenge('invalid_dpop_proof'));
      }),
    );
  });
});
