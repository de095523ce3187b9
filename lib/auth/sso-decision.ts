import { domainOf } from '../contract/domain';
import type { Role } from '../contract/roles';
import type { SsoOutcome } from '../contract/sso';
import { emailOf, isEmailDenied, isEmailVerified } from '../sso/claims';
import type { Claims } from '../sso/exchange';
import { mappedRole, nextRole } from '../sso/role-mapping';
import type { Executor } from '../store/database';
import { isDomainVerified } from '../store/domains';
import { isLinked, lockIdentity, lockUserByEmail } from '../store/identities';
import type { SsoConnectionRow } from '../store/sso-connections';
import type { UserRow } from '../store/users';

export type Decision =
  | { outcome: 'ok'; email: string; role: Role; user: UserRow; step: 'known' | 'link' }
  | { outcome: 'ok'; email: string; role: Role; user: null; step: 'join' }
  | { outcome: Exclude<SsoOutcome, 'ok'>; email: string | null };

/**
 * Who a provider's claims are. By the subject first. By the address only where this tenant has proven its domain, and
 * only somebody of this tenant: otherwise whoever sets a provider up could be anybody. Changes nothing.
 */
export async function decide(tx: Executor, connection: SsoConnectionRow, claims: Claims): Promise<Decision> {
  const known = await lockIdentity(tx, connection.id, claims.sub);
  if (known) return asMember(connection, claims, known, 'known');

  const email = emailOf(claims);
  if (!email) return { outcome: 'no_email', email: null };
  const domain = domainOf(email);
  if (!domain || !(await isDomainVerified(tx, connection.tenantId, domain)))
    return { outcome: 'domain_unverified', email };
  if (isEmailDenied(claims)) return { outcome: 'email_unverified', email };

  const user = await lockUserByEmail(tx, email);
  if (!user) return asNewcomer(connection, claims, email);
  if (user.tenantId !== connection.tenantId) return { outcome: 'address_elsewhere', email };
  // An owner opens everything: here the provider has to vouch for the address, not merely not deny it.
  if (user.role === 'owner' && !isEmailVerified(claims)) return { outcome: 'email_unverified', email };
  // Whoever can write an address into their profile at the provider would be the person it belongs to.
  if (await isLinked(tx, user.id)) return { outcome: 'subject_changed', email };
  return asMember(connection, claims, user, 'link');
}

function asMember(
  connection: SsoConnectionRow,
  claims: Claims,
  user: UserRow,
  step: 'known' | 'link',
): Decision {
  const { email } = user;
  if (user.tenantId !== connection.tenantId) return { outcome: 'address_elsewhere', email: null };
  if (user.status !== 'active') return { outcome: 'disabled', email };
  const role = nextRole(user.role, claims, connection);
  return role ? { outcome: 'ok', email, role, user, step } : { outcome: 'no_role', email };
}

function asNewcomer(connection: SsoConnectionRow, claims: Claims, email: string): Decision {
  if (!connection.jit) return { outcome: 'no_account', email };
  const role = mappedRole(claims, connection);
  return role ? { outcome: 'ok', email, role, user: null, step: 'join' } : { outcome: 'no_role', email };
}
