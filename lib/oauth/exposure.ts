import { invalidRequest } from './errors';
import type { Origin } from './ports';
import { secretDigest, secretsIn } from './secret';
import type { OAuthServices } from './services';
import { scannerEvent, subjectEvent, subjectOf } from './subject-event';

/** Parameters that have no business in a URL: proxies, histories and logs keep URLs. */
const BODY_ONLY = [
  'grant_type',
  'client_id',
  'client_secret',
  'scope',
  'resource',
  'token',
  'token_type_hint',
  'client_assertion',
  'client_assertion_type',
];

/**
 * Flags a secret that was found where others could read it, and tells its owner: once, and once more when one that had
 * only been in a URL is found published.
 */
export async function flagExposure(
  owner: { id: string; tenantId: string; secretId: string },
  where: 'url' | 'report',
  origin: Origin,
  services: OAuthServices,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const at = services.clock();
  const deed = {
    action: 'secret.exposed',
    outcome: 'failure',
    detail: { secret_id: owner.secretId, where, ...detail },
  } as const;
  const event =
    where === 'report'
      ? scannerEvent(at, origin, owner, deed)
      : subjectEvent(at, origin, subjectOf(owner), deed);
  await services.markExposed(owner.secretId, where, event);
}

/** The form can be made up offline: a URL full of invented secrets must not become as many look-ups. */
const SECRETS_LOOKED_UP = 2;

/** Where a request went, as it came. */
interface Url {
  path: string;
  /** Without its question mark. */
  query: string;
}

/** Whether a part of a URL is worth a closer look: nearly every request is done with here. */
export const mayHoldSecret = (part: string): boolean => part.includes('gcs_') || part.includes('%');

/** Percent-decoded as far as it can be: of what a URL is made wrong with, nothing may hide a secret. */
const decoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/**
 * Flags what has the form of a secret anywhere in a URL, in its path and inside longer values too, looked up by its
 * digest alone: its owner is told to rotate it whichever way the rest of the request was wrong.
 *
 * @param spared the profile whose clients send it there by design
 * @returns whether there was any
 */
export async function flagSecretsInUrl(
  { path, query }: Url,
  origin: Origin,
  services: OAuthServices,
  spared?: 'opencrvs',
): Promise<boolean> {
  if (!mayHoldSecret(path) && !mayHoldSecret(query)) return false;
  const secrets = secretsIn(decoded(`${path}?${query}`)).slice(0, SECRETS_LOOKED_UP);
  for (const secret of secrets) {
    const owner = await services.clients.findSecretOwner(secretDigest(secret, services.pepper));
    if (owner && owner.profile !== spared) await flagExposure(owner, 'url', origin, services);
  }
  return secrets.length > 0;
}

/**
 * Refuses OAuth parameters in the query, and secrets anywhere in the URL, which are flagged.
 *
 * @throws OAuthError 400 invalid_request when there are any
 */
export async function refuseQueryParameters(
  url: Url,
  origin: Origin,
  services: OAuthServices,
): Promise<void> {
  const exposed = await flagSecretsInUrl(url, origin, services);
  const query = new URLSearchParams(url.query);
  if (!exposed && !BODY_ONLY.some((name) => query.has(name))) return;
  throw invalidRequest(
    exposed || query.has('client_secret')
      ? 'client_secret must be in the body, never in the URL: rotate this secret now.'
      : 'Parameters belong in the body, not in the URL.',
  );
}
