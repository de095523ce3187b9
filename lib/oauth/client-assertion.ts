import { type CryptoKey, compactVerify, errors } from 'jose';
import { z } from 'zod';
import { type DecodedToken, decodeToken } from '../token/jwt';
import { decoyKey } from './client-assertion-decoy';
import type { Credential, PresentedAssertion } from './client-authentication';
import { ASSERTION_ALGORITHMS } from './client-jwks';
import { invalidRequest } from './errors';
import { tokenEndpointOf } from './metadata';
import { CONTROL, type Parameters } from './parameters';
import type { ClientKey, ClientRecord } from './ports';
import type { OAuthServices } from './services';

/** Why an assertion was refused: for the audit row, never for the caller. */
export type AssertionFailure =
  | 'unknown_client'
  | 'no_keys'
  | 'assertion_invalid'
  | 'assertion_key_unknown'
  | 'assertion_signature_wrong'
  | 'assertion_audience_wrong'
  | 'assertion_expired'
  | 'assertion_not_yet_valid'
  | 'assertion_too_long';

/** RFC 7523 §2.2. */
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What the clock of a client may be off, in seconds. */
const LEEWAY = 30;
/** Longest an assertion may still be good for, in seconds: what libraries make by default, and no more to remember. */
const LONGEST_LIFE = 3600;

/**
 * Reads a client assertion without believing it (RFC 7521 §4.2, RFC 7523 §2.2). What can be said of the request alone,
 * whoever sent it, is a bad request; everything that has to do with a client is left to `checkAssertion`.
 *
 * @throws OAuthError 400 invalid_request
 */
export function readAssertion(parameters: Parameters): PresentedAssertion {
  if (parameters.require('client_assertion_type') !== ASSERTION_TYPE)
    throw invalidRequest(`client_assertion_type must be ${ASSERTION_TYPE}.`);
  const assertion = parameters.require('client_assertion');
  const decoded = decodeToken(assertion);
  if (typeof decoded === 'string') throw invalidRequest('client_assertion must be a signed JWT.');
  const { sub } = decoded.payload;
  if (typeof sub !== 'string' || sub === '' || CONTROL.test(sub))
    throw invalidRequest('The sub of client_assertion must be the client_id.');
  const repeated = parameters.get('client_id');
  if (repeated !== undefined && repeated !== sub)
    throw invalidRequest('client_id differs from the sub of client_assertion.');
  return { method: 'private_key_jwt', clientId: sub, assertion, decoded };
}

/** Header members that bring a key or lead to one: only the keys that were registered count (RFC 8725 §3.10). */
const KEY_HEADERS = ['jwk', 'jku', 'x5u', 'x5c'];

const headerSchema = z
  .looseObject({
    alg: z.enum(ASSERTION_ALGORITHMS),
    kid: z.string().optional(),
    typ: z
      .string()
      .transform((typ) => typ.toLowerCase().replace(/^application\//, ''))
      // RFC 8725 §3.12: what the same key signed for another purpose, such as a DPoP proof, is no assertion.
      .pipe(z.enum(['jwt', 'client-authentication+jwt']))
      .optional(),
  })
  .refine((header) => !('crit' in header) && !KEY_HEADERS.some((name) => name in header));

/** RFC 7523 §3; times in UNIX seconds. `jti` is required here: without one nothing can be used only once. */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string()).nonempty()]),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  jti: z.string().min(1).max(255),
});

interface Acceptable {
  header: z.infer<typeof headerSchema>;
  claims: z.infer<typeof claimsSchema>;
}

/**
 * What can be judged without a key. It comes first: it depends on the request alone, and an assertion that is no good
 * anyway must not make us fetch keys.
 *
 * @param now seconds since the epoch
 */
function judgeContent(
  { header: rawHeader, payload }: DecodedToken,
  audiences: { issuer: string; endpoints: readonly string[] },
  now: number,
): Acceptable | AssertionFailure {
  const header = headerSchema.safeParse(rawHeader);
  const claims = claimsSchema.safeParse(payload);
  if (!header.success || !claims.success) return 'assertion_invalid';
  const { iss, sub, aud, exp, nbf, iat } = claims.data;
  if (iss !== sub) return 'assertion_invalid';
  // Audience injection (draft-ietf-oauth-rfc7523bis §3): another server's name beside ours means that other server can
  // use it here as well. Whoever types it as that draft wants must address it as the draft wants: to the issuer.
  const explicit = header.data.typ === 'client-authentication+jwt';
  const ours = explicit ? [audiences.issuer] : [audiences.issuer, ...audiences.endpoints];
  if (![aud].flat().every((audience) => ours.includes(audience))) return 'assertion_audience_wrong';
  if (exp <= now - LEEWAY) return 'assertion_expired';
  if (exp > now + LONGEST_LIFE + LEEWAY) return 'assertion_too_long';
  if (Math.max(nbf ?? 0, iat ?? 0) > now + LEEWAY) return 'assertion_not_yet_valid';
  return { header: header.data, claims: claims.data };
}

async function signedBy(key: CryptoKey, assertion: string, alg: string): Promise<boolean> {
  try {
    await compactVerify(assertion, key, { algorithms: [alg] });
    return true;
  } catch (cause) {
    // Anything but jose's own refusal is a defect of ours and must surface as one, not as a bad assertion.
    if (cause instanceof errors.JOSEError) return false;
    throw cause;
  }
}

/**
 * Whether an assertion is its client's own (RFC 7523 §3), and good for this service and now. Whether it is shown for the
 * first time is left to `authenticateClient`: with anything still to be refused, a stranger could use up the owner's jti.
 *
 * @param urls the addresses of the endpoint that was called
 */
export async function checkAssertion(
  { assertion, decoded }: PresentedAssertion,
  client: ClientRecord | undefined,
  urls: readonly string[],
  services: Pick<OAuthServices, 'issuer' | 'clientKeys' | 'clock'>,
): Promise<Credential | AssertionFailure> {
  const { issuer } = services;
  const content = judgeContent(
    decoded,
    { issuer, endpoints: [tokenEndpointOf(issuer), ...urls] },
    services.clock() / 1000,
  );
  if (typeof content === 'string') return content;
  const { alg, kid } = content.header;

  const keys = client ? await services.clientKeys.find(client, { alg, kid }) : [];
  let signer: ClientKey | undefined;
  for (const key of keys) {
    if (!signer && (await signedBy(key.key, assertion, alg))) signer = key;
  }
  // Nobody's key: for the time it takes, not for the verdict.
  if (keys.length === 0) await signedBy(await decoyKey(alg), assertion, alg);

  if (!client) return 'unknown_client';
  if (!client.jwks && !client.jwksUri) return 'no_keys';
  if (keys.length === 0) return 'assertion_key_unknown';
  if (!signer) return 'assertion_signature_wrong';

  const { exp, jti } = content.claims;
  const use = {
    owner: `client_assertion:${client.id}`,
    jti,
    expiresAt: new Date((exp + LEEWAY) * 1000),
  };
  return { kind: 'key', id: `jwk_${signer.thumbprint}`, notBefore: 0, use };
}
