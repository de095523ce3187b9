import { withinNetworks } from '../ratelimit/network';
import type { DecodedToken } from '../token/jwt';
import { type AssertionFailure, checkAssertion, readAssertion } from './client-assertion';
import { invalidRequest, OAuthError } from './errors';
import { CONTROL, type Parameters } from './parameters';
import type { ClientRecord, SecretRecord, SingleUse } from './ports';
import type { OAuthRequest } from './request';
import { sameDigest, secretDigest } from './secret';
import type { OAuthServices } from './services';

interface PresentedSecret {
  method: 'client_secret_basic' | 'client_secret_post';
  clientId: string;
  clientSecret: string;
}

export interface PresentedAssertion {
  method: 'private_key_jwt';
  /** From the assertion itself, not believed yet. */
  clientId: string;
  assertion: string;
  decoded: DecodedToken;
}

/** What a request presented to prove who it is (RFC 6749 §2.3.1, RFC 7523 §2.2). */
export type PresentedCredentials = PresentedSecret | PresentedAssertion;

/** Why credentials were refused: for the audit row and the debugger, never for the caller. */
type AuthenticationFailure =
  | 'unknown_client'
  | 'wrong_secret'
  | 'secret_expired'
  | 'secret_retired'
  | 'secrets_not_allowed'
  | AssertionFailure
  | 'assertion_replayed'
  | 'network_not_allowed'
  | 'client_disabled'
  | 'tenant_suspended';

/** What a client authenticated with: tokens name it under `cred`, so that its tokens alone can be ended. */
export interface Credential {
  kind: 'secret' | 'key';
  /** `sec_…`, or `jwk_` and the key's thumbprint (RFC 7638). */
  id: string;
  /** Milliseconds since the epoch: tokens of it issued before are ended; 0 for none. */
  notBefore: number;
  /** Of an assertion: it is good for one. */
  use?: SingleUse;
}

export type Authentication =
  | { ok: true; client: ClientRecord; credential: Credential }
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
function readBasic(authorization: string): PresentedSecret {
  const encoded = /^basic +(\S+) *$/i.exec(authorization)?.[1] ?? '';
  const bytes = Buffer.from(encoded, 'base64');
  // Node decodes loosely; two different headers must not mean one credential (RFC 4648 §3.5).
  if (bytes.toString('base64') !== encoded) throw invalidClient(true);
  const text = bytes.toString('utf8');
  const colon = text.indexOf(':');
  const clientId = formDecode(text.slice(0, colon));
  const clientSecret = formDecode(text.slice(colon + 1));
  // A secret with a line break at its end, of a file or of `echo`, is a wrong one like others: it is counted, and its
  // admin is told.
  if (colon < 1 || CONTROL.test(clientId)) throw invalidClient(true);
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
  if (parameters.has('client_assertion') || parameters.has('client_assertion_type')) {
    if (authorization !== null || parameters.has('client_secret'))
      throw invalidRequest('Two authentication methods in one request.');
    return readAssertion(parameters);
  }
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

/** Every stored digest is compared, whatever its state, so the time taken says nothing of which one matched. */
function findSecret(
  presented: string,
  client: ClientRecord | undefined,
  pepper: Uint8Array,
): SecretRecord | undefined {
  const digest = secretDigest(presented, pepper);
  let found: SecretRecord | undefined;
  for (const candidate of client?.secrets.length ? client.secrets : NO_SECRETS) {
    if (sameDigest(candidate.digest, digest)) found = candidate;
  }
  return client && found;
}

/** The current secret and the still-valid old one (overlap of a rotation) are right; `now` in milliseconds. */
function checkSecret(
  presented: string,
  client: ClientRecord | undefined,
  pepper: Uint8Array,
  now: number,
): Credential | AuthenticationFailure {
  const secret = findSecret(presented, client, pepper);
  if (!client) return 'unknown_client';
  if (!secret) return 'wrong_secret';
  if (secret.retiredAt) return 'secret_retired';
  if (secret.expiresAt && secret.expiresAt.getTime() <= now) return 'secret_expired';
  if (!client.secretsAllowed) return 'secrets_not_allowed';
  return { kind: 'secret', id: secret.id, notBefore: secret.notBefore };
}

/** What is asked of the owner of a right credential. */
function judge(
  client: ClientRecord | undefined,
  credential: Credential | AuthenticationFailure,
  address: string,
): Authentication {
  const refuse = (failure: AuthenticationFailure): Authentication => ({ ok: false, failure, client });
  if (typeof credential === 'string') return refuse(credential);
  if (!client) return refuse('unknown_client');
  if (!withinNetworks(address, client.allowedNetworks)) return refuse('network_not_allowed');
  if (client.tenantStatus !== 'active') return refuse('tenant_suspended');
  if (client.status !== 'active') return refuse('client_disabled');
  return { ok: true, client, credential };
}

/**
 * Finds the client and checks what it presented. Nothing is asked of a client whose credential is not right, so that
 * every refusal costs the same and only the owner of a credential can learn anything by trying it.
 *
 * Memory may only say yes. A no is read from the database for this very request: a new secret works at once, and every
 * refusal takes one reading, of a client that is in memory as of one that never was.
 */
export async function authenticateClient(
  presented: PresentedCredentials,
  { origin, urls }: Pick<OAuthRequest, 'origin' | 'urls'>,
  services: Pick<OAuthServices, 'issuer' | 'clients' | 'clientKeys' | 'replays' | 'pepper' | 'clock'>,
): Promise<Authentication> {
  const { clients, pepper, clock } = services;
  if (presented.method === 'private_key_jwt') return authenticateByKey(presented, { origin, urls }, services);
  const { clientId, clientSecret } = presented;
  const judged = (client: ClientRecord | undefined) =>
    judge(client, checkSecret(clientSecret, client, pepper, clock()), origin.address);
  const recalled = judged(clients.recallClient(clientId));
  return recalled.ok ? recalled : judged(await clients.findClient(clientId));
}

/** By its assertion. Never from memory: the use of an assertion is written into the database anyway. */
async function authenticateByKey(
  presented: PresentedAssertion,
  { origin, urls }: Pick<OAuthRequest, 'origin' | 'urls'>,
  services: Pick<OAuthServices, 'issuer' | 'clients' | 'clientKeys' | 'replays' | 'clock'>,
): Promise<Authentication> {
  const client = await services.clients.findClient(presented.clientId);
  const judged = judge(client, await checkAssertion(presented, client, urls, services), origin.address);
  if (judged.ok && judged.credential.use && !(await services.replays.firstUse(judged.credential.use)))
    return { ok: false, failure: 'assertion_replayed', client };
  return judged;
}
