import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { sampleClientId } from '../admin/client-list';
import { DEBTS, type Debt } from '../contract/debts';
import type { DocsReader } from '../contract/docs';
import type { ProofKind } from '../contract/factors';
import { HOME } from '../contract/home';
import type { SessionView } from '../contract/portal';
import { portalContainer } from '../portal-container';
import { findSession } from './guard';
import { type LiveSession, sessionView } from './sessions';
import { stepUpMethods } from './step-up';

async function read() {
  const services = portalContainer();
  const session = await findSession((await headers()).get('cookie'), services);
  return session && { session, view: sessionView(session, services.clock()) };
}

/** Who is signed in, for pages that anyone may see. A person who owes a second factor or a password counts. */
export async function currentPageSession(): Promise<SessionView | null> {
  return (await read())?.view ?? null;
}

/** Who is signed in and owes nothing. */
export async function settledPageSession(): Promise<SessionView | null> {
  const found = await read();
  return found && !found.session.owes ? found.view : null;
}

/** Who owes this, for the page where it is paid; anybody else is sent on to where they belong. */
export async function requireDebtor(debt: Debt, returnTo: string): Promise<LiveSession> {
  const session = (await read())?.session;
  const back = `callbackUrl=${encodeURIComponent(returnTo)}`;
  if (!session) redirect(`/login?${back}`);
  if (session.owes === debt) return session;
  redirect(session.owes ? `${DEBTS[session.owes].page}?${back}` : returnTo);
}

/**
 * Who is signed in. Redirects to the sign-in page, or to where what the session owes is paid.
 *
 * @param returnTo where to come back to; a path of this portal
 * @param owing what it may still owe here: on the page where it is paid
 */
export async function requirePageSession(
  returnTo: string = HOME,
  owing: readonly Debt[] = [],
): Promise<SessionView> {
  const found = await read();
  const back = `callbackUrl=${encodeURIComponent(returnTo)}`;
  if (!found) redirect(`/login?${back}`);
  const { owes } = found.session;
  if (owes && !owing.includes(owes)) redirect(`${DEBTS[owes].page}?${back}`);
  return found.view;
}

/** The issuer whose tokens this portal explains. */
export const pageIssuer = (): string => portalContainer().issuer;

/** What the documentation fills in for everybody alike. */
export function publicDocsReader(): DocsReader {
  const { issuer, environment, settings } = portalContainer();
  const { token, introspect, revoke, self_rotation, management, mcp } = settings.limits;
  const limits = { token, introspect, revoke, self_rotation, management, mcp };
  return { issuer, environment, limits, clientId: null };
}

/** What the documentation fills in for whoever reads it, signed in or not. */
export async function docsReader(): Promise<DocsReader> {
  const session = (await read())?.session;
  const clientId =
    session && !session.owes ? await sampleClientId({ ...session, fresh: false }, portalContainer()) : null;
  return { ...publicDocsReader(), clientId };
}

/** What the person of a session can prove, for the page that asks for it. */
export const pageStepUpMethods = async (session: LiveSession): Promise<ProofKind[]> =>
  (await stepUpMethods(session, portalContainer())).methods;
