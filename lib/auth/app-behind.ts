import { container } from '../container';

/** Anything else is not looked up: it could be no text of the database's even. */
const APP_ID = /^app_[0-9A-Za-z]{22}$/;

/**
 * The app that sent somebody to the sign-in page, so that they know what they sign in for. By its registered name: what
 * the link says of itself is anybody's.
 *
 * @param returnTo a path of this portal
 * @returns undefined when they come from the portal itself
 */
export async function appNameBehind(returnTo: string): Promise<string | undefined> {
  const { pathname, searchParams } = new URL(returnTo, 'http://portal');
  const clientId = searchParams.get('client_id');
  if (pathname !== '/v1/auth/authorize' || !clientId || !APP_ID.test(clientId)) return undefined;
  return (await container().apps.findApp(clientId))?.name;
}
