import type { SsoCheck } from '../contract/sso';
import { checkProvider } from '../sso/checks';
import type { SsoServices } from '../sso/services';
import { findTenantConnection, type SsoConnectionRow } from '../store/sso-connections';
import { type Principal, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';
import { redirectUriOf } from './sso';
import { takeSsoCheck } from './sso-limit';

/** The client secret in the clear; undefined where the pepper is another one than it was sealed under. */
export async function openClientSecret(
  { id, sealedClientSecret }: Pick<SsoConnectionRow, 'id' | 'sealedClientSecret'>,
  { ssoSealer }: SsoServices,
): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await ssoSealer.open({ bytes: sealedClientSecret, by: '' }, id));
  } catch {
    return undefined;
  }
}

/** Looks at the tenant's provider as it is saved. @throws Refusal 403, 404, 429 */
export async function checkSso(
  principal: Principal,
  services: AdminServices & SsoServices,
): Promise<SsoCheck[]> {
  permit(principal, 'sso:edit');
  const row = await findTenantConnection(services.db, principal.tenantId);
  if (!row) throw notFound('single sign-on');
  await takeSsoCheck(principal, services);
  const clientSecret = await openClientSecret(row, services);
  if (clientSecret === undefined)
    return [
      {
        check: 'credentials',
        outcome: 'fail',
        words: 'The stored secret can no longer be read: enter it again.',
      },
    ];
  return checkProvider(
    {
      issuer: row.issuer,
      clientId: row.clientId,
      clientSecret,
      redirectUri: redirectUriOf(services.issuer, row.id),
    },
    services.providers,
  );
}
