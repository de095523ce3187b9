import { headers } from 'next/headers';
import { container } from '../container';
import { findSession } from './guard';
import { connectionOfSession, readSsoLink } from './sso-lookup';

/** What the address of a link names. @returns undefined for one that leads nowhere */
export const linkedConnection = (id: unknown) => readSsoLink(container().db, id);

/** The connection by which whoever is signed in can prove that it is them; undefined for a sign-in with a password. */
export async function confirmableConnection(): Promise<string | undefined> {
  const services = container();
  const session = await findSession((await headers()).get('cookie'), services);
  return session && connectionOfSession(services.db, session);
}
