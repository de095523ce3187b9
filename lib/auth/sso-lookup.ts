import { tooMany } from '../admin/refusal';
import { domainOf } from '../contract/domain';
import type { Origin } from '../oauth/ports';
import { networkOf } from '../ratelimit/network';
import type { Executor } from '../store/database';
import { findConnectionOfUser } from '../store/identities';
import { findConnectionOfDomain, findLiveConnection } from '../store/sso-connections';
import type { LiveSession } from './sessions';
import type { SignInServices } from './sign-in';

/**
 * The connection that people of this address's domain sign in by. The address itself is not looked for.
 *
 * @returns null for a domain that nobody has proven, or without a connection that is switched on
 * @throws Refusal 429
 */
export async function findSso(
  email: string,
  origin: Origin,
  { db, limiter }: SignInServices,
): Promise<string | null> {
  if (!(await limiter.take('sso_lookup', networkOf(origin.address))).allowed) throw tooMany();
  const domain = domainOf(email);
  return (domain && (await findConnectionOfDomain(db, domain))) || null;
}

const CONNECTION_ID = /^sso_[A-Za-z0-9]{22}$/;

/** What a link to a connection leads to. @returns undefined for a link that leads nowhere */
export async function readSsoLink(
  db: Executor,
  id: unknown,
): Promise<{ id: string; tenantName: string } | undefined> {
  if (typeof id !== 'string' || !CONNECTION_ID.test(id)) return undefined;
  const connection = await findLiveConnection(db, id);
  return connection?.enabled ? { id, tenantName: connection.tenantName } : undefined;
}

/** The connection that somebody who came by one proves themselves by again. */
export async function connectionOfSession(db: Executor, session: LiveSession): Promise<string | undefined> {
  return session.amr.includes('fed') ? findConnectionOfUser(db, session.userId) : undefined;
}
