import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { type Answer, call } from './call';
import { encode } from './jwt';
import { type Credentials, expectWireHeaders, JSON_TYPE } from './wire';

type Json = Record<string, unknown>;

/** A client's key for DPoP proofs (RFC 9449). */
export interface ProofKey {
  privateKey: KeyObject;
  /** The public half. */
  jwk: Json;
  /** Its thumbprint (RFC 7638). */
  jkt: string;
}

export function newProofKey(): ProofKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  return { privateKey, jwk: { kty, crv, x, y }, jkt: sha256(JSON.stringify({ crv, kty, x, y })) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The `ath` of a proof that comes with this access token. */
export const hashOf = sha256;

const now = (): number => Math.floor(Date.now() / 1000);

/** A proof for a POST to `htu`, made now, truly signed; claims and header parameters as given, `undefined` for none. */
export function makeProof(key: ProofKey, claims: Json & { htu: unknown }, header: Json = {}): string {
  const input = [
    { typ: 'dpop+jwt', alg: 'ES256', jwk: key.jwk, ...header },
    { jti: randomUUID(), htm: 'POST', iat: now(), ...claims },
  ]
    .map(encode)
    .join('.');
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** A POST with a proof, or with as many as there are in a list. */
export async function postWithProof(
  url: string,
  dpop: string | string[],
  body: Json,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await call(url, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers, DPoP: dpop },
    body: JSON.stringify(body),
  });
  expectWireHeaders(answer);
  return answer;
}

/** A token request with a proof. */
export const requestBoundToken = (
  origin: string,
  credentials: Credentials,
  dpop: string | string[],
): Promise<Answer> =>
  postWithProof(`${origin}/v1/auth/token`, dpop, { grant_type: 'client_credentials', ...credentials });
