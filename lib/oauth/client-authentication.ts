import { invalidRequest, OAuthError } from './errors';
import { CONTROL, type Parameters } from './parameters';
import type { ClientRecord, ClientStore, SecretRecord } from './ports';
import { sameDigest, secretDigest } from './secret';

/** What a request presented to prove who it is (RFC 6749 §2.3.1). */
export interface PresentedCredentials {
  method: 'client_secret_basic' | 'client_secret_post';
  clientId: string;
  clientSecret: string;
}

/** Why credentials were refused: for the audit row and the debugger, never for the caller. */
type AuthenticationFailure =
  | 'unknown_client'
  | 'wrong_secret'
  | 'secret_expired'
  | 'secret_retired'
  | 'client_disabled'
  | 'tenant_suspended';

export type Authentication =
  | { ok: true; client: ClientRecord; secret: SecretRecord }
  | { ok: false; failure: AuthenticationFailure; client: ClientRecord | undefined };

const BASIC_CHALLENGE = { 'WWW-Authenticate': 'Basic realm="gooclaim", charset="UTF-8"' };

/**
 * One answer for every reason, byte for byte: unknown client, wrong secret, disabled client, suspended tenant.
 *
 * @param byHeader whether the request used an Authorization header: only then is there a challenge (RFC 6749 §5.2)
 */
export const invalidClient = (byHeader: boolean) =>
  new OAuthError(401, 'invalid_client', 'Client authentication failed.', byHeader ? BASIC_CHALLENGE : {});

/** Percent-decoding as for a form field (RFC 6749 §2.3.1); left as it is when it is not encoded properly. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** @throws OAuthError 401 for anything that is not exactly `Basic base64(id:secret)`. */
function readBasic(authorization: string): PresentedCredentials {
  const encoded = /^basic +(\S+) *$/i.exec(authorization)?.[1] ?? '';
  const bytes = Buffer.from(encoded, 'base64');
  // Node decodes loosely; two different headers must not mean one credential (RFC 4648 §3.5).
  if (bytes.toString('base64') !== encoded) throw invalidClient(true);
  const text = bytes.toString('utf8');
  const colon = text.indexOf(':');
  const clientId = formDecode(text.slice(0, colon));
  const clientSecret = formDecode(text.slice(colon + 1));
  if (colon < 1 || CONTROL.test(clientId + clientSecret)) throw invalidClient(true);
  return { method: 'client_secret_basic', clientId, clientSecret };
}

/**
 * Finds the one authentication method of a request.
 *
 * @returns undefined when the request presents no client credentials at all
 * @throws OAuthError 400 for two methods at once or half a pair, 401 for an unusable header
 */
export function readCredentials(
  authorization: string | null,
  parameters: Parameters,
): PresentedCredentials | undefined {
  if (parameters.has('client_assertion') || parameters.has('client_assertion_type'))
    throw invalidRequest('client_assertion is not supported here: authenticate with client_secret.');
  if (authorization !== null) {
    if (parameters.has('client_secret')) throw invalidRequest('Two authentication methods in one request.');
    const credentials = readBasic(authorization);
    const repeated = parameters.get('client_id');
    if (repeated !== undefined && repeated !== credentials.clientId)
      throw invalidRequest('client_id differs from the one in the Authorization header.');
    return credentials;
  }
  if (!parameters.has('client_id') && !parameters.has('client_secret')) return undefined;
  return {
    method: 'client_secret_post',
    clientId: parameters.require('client_id'),
    clientSecret: parameters.require('client_secret'),
  };
}

/** So that an unknown client costs the same comparison as a known one. */
const NO_SECRETS: SecretRecord[] = [
  { id: '', digest: new Uint8Array(32), expiresAt: null, retiredAt: null, notBefore: 0 },
];

/**
 * Finds the client and which of its secrets this is. Every stored digest is compared, whatever its state, so the time
 * taken says nothing of which one matched.
 */
async function findSecret(
  presented: Pick<PresentedCredentials, 'clientId' | 'clientSecret'>,
  clients: Pick<ClientStore, 'findClient'>,
  pepper: Uint8Array,
): Promise<{ client: ClientRecord | undefined; secret: SecretRecord | undefined }> {
  const digest = secretDigest(presented.clientSecret, pepper);
  const client = await clients.findClient(presented.clientId);
  let secret: SecretRecord | undefined;
  for (const candidate of client?.secrets ?? NO_SECRETS) {
    if (sameDigest(candidate.digest, digest)) secret = candidate;
  }
  return { client, secret };
}

/**
 * Checks a secret against the current and the still-valid old ones (overlap of a rotation).
 *
 * @param now milliseconds since the epoch
 */
export async function authenticateClient(
  presented: Pick<PresentedCredentials, 'clientId' | 'clientSecret'>,
  clients: Pick<ClientStore, 'findClient'>,
  pepper: Uint8Array,
  now: number,
): Promise<Authentication> {
  const { client, secret } = await findSecret(presented, clients, pepper);
  const refuse = (failure: AuthenticationFailure): Authentication => ({ ok: false, failure, client });
  if (!client) return refuse('unknown_client');
  if (!secret) return refuse('wrong_secret');
  if (secret.retiredAt) return refuse('secret_retired');
  if (secret.expiresAt && secret.expiresAt.getTime() <= now) return refuse('secret_expired');
  if (client.tenantStatus !== 'active') return refuse('tenant_suspended');
  if (client.status !== 'active') return refuse('client_disabled');
  return { ok: true, client, secret };
}
