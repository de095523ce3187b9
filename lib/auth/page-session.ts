import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { container } from '../container';
import type { SessionView } from '../contract/portal';
import { findSession } from './guard';
import { sessionView } from './sessions';

async function read() {
  const services = container();
  const session = await findSession((await headers()).get('cookie'), services);
  return session && { session, view: sessionView(session, services.clock()) };
}

/** Who is signed in, for pages that anyone may see. A person who must change a password first counts. */
export async function currentPageSession(): Promise<SessionView | null> {
  return (await read())?.view ?? null;
}

/**
 * Who is signed in. Redirects to the sign-in page, or to the choice of a password while a one-time one is in force.
 *
 * @param returnTo where to come back to; a path of this portal
 */
export async function requirePageSession(returnTo = '/clients'): Promise<SessionView> {
  const found = await read();
  const back = `callbackUrl=${encodeURIComponent(returnTo)}`;
  if (!found) redirect(`/login?${back}`);
  if (found.session.mustChangePassword) redirect(`/change-password?${back}`);
  return found.view;
}

/** The issuer whose tokens this portal explains. */
export const pageIssuer = (): string => container().issuer;
