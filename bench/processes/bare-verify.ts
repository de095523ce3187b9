// The least that an introspection of unknown tokens costs: two RS256 verifications, the caller's and the asked one. The
// public keys come from the product, as a JWK set in the environment. The verifications are handed to the thread pool; with VERIFY=sync the
// main thread makes them.
import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { serve } from '../load/serve';

const schema = z.object({ token: z.string() });
const keys = new Map<string, KeyObject>(
  JSON.parse(process.env.JWKS ?? '{"keys":[]}').keys.map((jwk: JsonWebKey & { kid: string }) => [
    jwk.kid,
    createPublicKey({ key: jwk, format: 'jwk' }),
  ]),
);
const asynchronously = promisify(verify);
const inPool = process.env.VERIFY !== 'sync';

const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

async function claimsOf(token: string): Promise<Record<string, unknown>> {
  const [header, payload, signature = ''] = token.split('.');
  const { alg, kid } = decode(header);
  const key = keys.get(kid);
  if (alg !== 'RS256' || !key) throw new Error('unknown key');
  const input = Buffer.from(`${header}.${payload}`);
  const bytes = Buffer.from(signature, 'base64url');
  const good = inPool
    ? await asynchronously('sha256', input, key, bytes)
    : verify('sha256', input, key, bytes);
  const claims = decode(payload);
  if (!good || claims.exp * 1000 <= Date.now()) throw new Error('not good');
  return claims;
}

serve(async (body, { authorization = '' }) => {
  const { token } = schema.parse(JSON.parse(body));
  const [, claims] = await Promise.all([claimsOf(authorization.slice('Bearer '.length)), claimsOf(token)]);
  return { active: true, ...claims };
});
