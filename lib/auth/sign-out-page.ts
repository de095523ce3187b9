import { container } from '../container';
import { OAuthError } from '../oauth/errors';
import { Parameters } from '../oauth/parameters';
import { readSignOutRequest } from '../oauth/sign-out';

/** What the question "Sign out?" is about. */
interface SignOutQuestion {
  /** Undefined for a link that names none. */
  app: string | undefined;
  /** One of the app's registered addresses. */
  returnTo: string | undefined;
}

/** @returns undefined for a link that must not be followed: its address is not one the app has registered */
export async function readSignOutQuestion(
  query: Record<string, string | string[] | undefined>,
): Promise<SignOutQuestion | undefined> {
  const sent = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  try {
    const { app, returnTo } = await readSignOutRequest(Parameters.fromPairs(sent), container());
    return { app: app?.name, returnTo };
  } catch (cause) {
    if (OAuthError.is(cause)) return undefined;
    throw cause;
  }
}
