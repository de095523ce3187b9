import { Portal } from '../../e2e/harness/portal';
import type { Welcome } from '../../e2e/harness/welcome';

/** The demo admin, signed in afresh. @throws Error where that fails */
export async function signInDemoAdmin(
  origin: string,
  { email, password }: Pick<Welcome, 'email' | 'password'>,
): Promise<Portal> {
  const portal = new Portal(origin);
  portal.password = password;
  if (!(await portal.signIn(email, password))) throw new Error('The demo admin could not sign in.');
  return portal;
}
