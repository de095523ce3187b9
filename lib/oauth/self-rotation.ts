import type { z } from 'zod';
import type { selfRotationResponseSchema } from '../contract/wire';
import { type Admitted, admitClient, explained } from './admission';
import { invalidClient, type PresentedCredentials, readCredentials } from './client-authentication';
import { invalidRequest, OAuthError } from './errors';
import { mintSecret } from './mint-secret';
import type { RotatingSecret, SecretRotation } from './ports';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';
import { subjectEvent, subjectOf } from './subject-event';

/** What a secret is `created_by` when its client asked for it. */
const BY_ITSELF = 'self-rotation';

/** Calls this close to each other are taken for calls at once, in milliseconds: none may end what the other was given. */
const AT_ONCE_MS = 1_000;

const TOO_SOON =
  'The secret was rotated a moment ago, by another call: if the answer to it was lost, ask again in a second.';

/** Names as in RFC 7591 §3.2.1; times in UNIX seconds. */
export type SelfRotationResponse = z.infer<typeof selfRotationResponseSchema>;

/**
 * A client replaces its own secret. The old one lives on for as long as its tenant says, and at most two are live.
 *
 * Asked again with the old secret while the new one has never been used, the first answer did not arrive: that new
 * secret is ended and another one handed out. Of two calls at once one wins, and the other is told.
 *
 * @throws OAuthError 400 invalid_request | unauthorized_client, 401 invalid_client, 403 forbidden, 429 rate_limited
 */
export async function rotateOwnSecret(
  request: OAuthRequest,
  services: OAuthServices,
): Promise<SelfRotationResponse> {
  const presented = readCredentials(request.authorization, request.parameters);
  if (!presented) throw invalidRequest('client_id is missing.');
  if (presented.method === 'private_key_jwt')
    throw new OAuthError(400, 'unauthorized_client', 'Authenticate with the secret that is to be replaced.');

  const admitted = await admitClient(presented, 'self_rotation', request, services);
  return explained(
    admitted,
    request,
    services,
    () => rotate(admitted, presented, request, services),
    'self_rotation.refused',
  );
}

async function rotate(
  { client, credential }: Admitted,
  { method }: PresentedCredentials,
  { origin }: OAuthRequest,
  services: OAuthServices,
): Promise<SelfRotationResponse> {
  if (!client.selfRotation)
    throw new OAuthError(403, 'forbidden', "This client's tenant does not let clients rotate their secrets.");

  const now = services.clock();
  const { clientSecret, row } = mintSecret(client.id, BY_ITSELF, new Date(now), services);
  const call = { used: credential.id, seen: client.secrets.find((secret) => isLive(secret, now))?.id, now };
  let previousExpiresAt = 0;
  await services.rotateOwn(client, (secrets): SecretRotation => {
    const live = secrets.filter((secret) => isLive(secret, now));
    const step = nextStep(live, call, now + client.secretOverlapSeconds * 1000);
    // Between authentication and lock somebody retired it.
    if (!step) throw invalidClient(method === 'client_secret_basic');
    if ('refused' in step) throw invalidRequest(step.refused);
    previousExpiresAt = step.oldExpiresAt;
    return {
      added: row,
      unused: step.unused,
      old: { id: credential.id, expiresAt: new Date(step.oldExpiresAt) },
      event: subjectEvent(now, origin, subjectOf(client), {
        action: 'secret.self_rotated',
        outcome: 'success',
        detail: {
          secret_id: row.id,
          old_secret_id: credential.id,
          ...(step.unused === undefined ? {} : { unused_secret_id: step.unused }),
          old_expires_at: new Date(step.oldExpiresAt).toISOString(),
        },
      }),
    };
  });
  return {
    client_id: client.id,
    client_secret: clientSecret,
    secret_id: row.id,
    client_secret_expires_at: 0,
    previous_secret_expires_at: Math.floor(previousExpiresAt / 1000),
  };
}

const isLive = ({ retiredAt, expiresAt }: Pick<RotatingSecret, 'retiredAt' | 'expiresAt'>, now: number) =>
  retiredAt === null && (expiresAt === null || expiresAt.getTime() > now);

/**
 * What the call may do to the secrets as they are under the lock.
 *
 * @param live newest first
 * @param call `used`: what it authenticated with; `seen`: which secret was the newest then
 * @param overlapEnd milliseconds since the epoch
 * @returns undefined when the secret it came with is not live any more
 */
export function nextStep(
  live: readonly RotatingSecret[],
  { used, seen, now }: { used: string; seen: string | undefined; now: number },
  overlapEnd: number,
): { unused: string | undefined; oldExpiresAt: number } | { refused: string } | undefined {
  const [newest, old] = live;
  const own = live.find(({ id }) => id === used);
  if (!newest || !own) return undefined;
  if (newest === own) {
    if (old) return { refused: `A rotation is under way: the old secret lives until ${iso(old.expiresAt)}.` };
    return {
      unused: undefined,
      oldExpiresAt: Math.min(own.expiresAt?.getTime() ?? overlapEnd, overlapEnd),
    };
  }
  if (newest.used) return { refused: 'This secret was rotated already: use the new one.' };
  // Another call was faster, so much so that its answer may still be on its way: another instance of the same client.
  if (newest.id !== seen || now - newest.createdAt.getTime() < AT_ONCE_MS) return { refused: TOO_SOON };
  // An admin's new secret is on its way to the client, by hand.
  if (newest.createdBy !== BY_ITSELF)
    return { refused: 'A rotation is under way: it was begun in the portal.' };
  return { unused: newest.id, oldExpiresAt: own.expiresAt?.getTime() ?? overlapEnd };
}

const iso = (date: Date | null): string => date?.toISOString() ?? 'it is retired';
