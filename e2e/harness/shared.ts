import { inject } from 'vitest';
import type { Door } from './global-setup';
import { Portal } from './portal';
import type { Credentials } from './wire';

/** The service all files share, through all doors. */
export const doors: readonly Door[] = inject('doors');

/** Those that people use as well: what `ROLE=api` serves has no pages. */
export const portalDoors = doors.filter(({ hasPortal }) => hasPortal);

const named = (name: Door['name']): string => {
  const door = doors.find((candidate) => candidate.name === name);
  if (!door) throw new Error(`There is no door named ${name}.`);
  return door.origin;
};
export const SERVER = named('server');

/** The demo tenant's admin, signed in through the server. One session a file is enough. */
let signedIn: Promise<Portal> | undefined;
export function demoPortal(): Promise<Portal> {
  signedIn ??= (async () => {
    const portal = new Portal(SERVER);
    const { email, password } = inject('demo');
    if (!(await portal.signIn(email, password))) throw new Error('The demo admin could not sign in.');
    return portal;
  })();
  return signedIn;
}

/** A client of the demo tenant with its own, untouched limits. */
export const newClient = async (scopes?: string[]): Promise<Credentials> =>
  (await demoPortal()).createClient('Client of a test', scopes);
