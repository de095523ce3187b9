import type { Role } from '../contract/roles';
import { networkOf } from '../ratelimit/network';
import { appEvent } from './app-event';
import { grantScopes } from './app-scope';
import {
  type AuthorizationRequest,
  type Destination,
  readAuthorizationRequest,
  readDestination,
} from './authorization-request';
import { OAuthError } from './errors';
import { readIdTokenHint } from './id-token';
import { newAuthorizationCode } from './one-time';
import type { Parameters } from './parameters';
import type { Origin } from './ports';
import { mcpResource } from './resource';
import type { OAuthServices } from './services';

/** Life of a code, in milliseconds: the app exchanges it at once (RFC 6749 §4.1.2). */
const CODE_LIFE_MS = 60_000;
/** How long signing in again may take until it has to be asked for anew, in milliseconds. */
const AGAIN_WITHIN_MS = 10 * 60_000;
/** Says that it was asked for, and when (milliseconds since the epoch): else one who did would be asked again. */
const AGAIN_SINCE = 'signed_in_after';

/** A person at a browser, by their portal session. */
export interface AuthorizingPerson {
  userId: string;
  tenantId: string;
  email: string;
  role: Role;
  sid: string;
  /** When they last proved who they are, and how (RFC 8176). */
  authenticatedAt: Date;
  amr: string[];
}

/** `undefined`: nobody, or somebody who has to do something first. */
type Visitor = AuthorizingPerson | undefined;

/** What the browser is to do next. */
export type AuthorizationAnswer =
  /** Go to the app, with a code or an error. */
  | { redirect: string }
  /** Sign in, and come back with these parameters. `again`: even if signed in already. */
  | { signIn: URLSearchParams; again: boolean };

/**
 * An authorization request (RFC 6749 §4.1.1). There is no question of consent: apps are the tenant's own.
 *
 * @throws OAuthError 400 for what must not be sent to any address
 */
export async function authorize(
  query: URLSearchParams,
  parameters: Parameters,
  visitor: Visitor,
  origin: Origin,
  services: OAuthServices,
): Promise<AuthorizationAnswer> {
  const destination = await readDestination(parameters, services);
  const { issuer } = services;
  // Not by `get`: one with control characters in it is refused there, and is sent back as it came.
  const state = query.get('state') || undefined;
  const to = (answer: Record<string, string>) => ({
    redirect: withParameters(destination.redirectUri, { ...answer, state, iss: issuer }),
  });
  try {
    const mcp = destination.app.mcpAccess ? mcpResource(issuer) : undefined;
    const request = readAuthorizationRequest(parameters, mcp);
    const person = await personFor(request, query, visitor, services);
    if (!person) {
      if (request.silent) throw new OAuthError(400, 'login_required', 'Nobody is signed in.');
      return signIn(query, visitor !== undefined, services.clock());
    }
    return to({ code: await issueCode(request, destination, person, origin, services) });
  } catch (refusal) {
    if (!OAuthError.is(refusal)) throw refusal;
    return to({ error: refusal.code, error_description: refusal.message });
  }
}

/** The visitor, if they proved who they are lately enough and are whom the app asks for. */
async function personFor(
  { again, maxAge, idTokenHint }: AuthorizationRequest,
  query: URLSearchParams,
  visitor: Visitor,
  services: OAuthServices,
): Promise<Visitor> {
  if (!visitor) return undefined;
  const now = services.clock();
  const at = visitor.authenticatedAt.getTime();
  const since = Number(query.get(AGAIN_SINCE) ?? Number.NaN);
  const hasDoneSo = since <= at && now - since < AGAIN_WITHIN_MS;
  const tooOld = maxAge !== undefined && now - at > maxAge * 1000;
  if ((again || tooOld) && !hasDoneSo) return undefined;
  if (idTokenHint !== undefined) {
    const hint = await readIdTokenHint(idTokenHint, services);
    if (hint?.userId !== visitor.userId)
      throw new OAuthError(400, 'login_required', 'Somebody else is signed in.');
  }
  return visitor;
}

function signIn(query: URLSearchParams, again: boolean, now: number): AuthorizationAnswer {
  const back = new URLSearchParams(query);
  back.set(AGAIN_SINCE, String(now));
  return { signIn: back, again };
}

/** @throws OAuthError access_denied | invalid_scope, to be sent to the app */
async function issueCode(
  { scope, codeChallenge, nonce, forMcp }: AuthorizationRequest,
  { app, redirectUri }: Destination,
  person: AuthorizingPerson,
  origin: Origin,
  services: OAuthServices,
): Promise<string> {
  const now = services.clock();
  if (person.tenantId !== app.tenantId) {
    if ((await services.limiter.take('refusal_row', networkOf(origin.address))).allowed)
      await services.ledger.record({
        // Whose app it is must not learn who it was.
        ...appEvent(now, origin, app, undefined, { reason: 'other_tenant' }),
        action: 'app.sign_in_refused',
        outcome: 'failure',
      });
    throw new OAuthError(400, 'access_denied', 'This account is not of the organisation of this app.');
  }
  const scopes = grantScopes(person.role, scope, forMcp);
  const code = newAuthorizationCode();
  await services.apps.saveCode({
    digest: code.digest,
    appId: app.id,
    userId: person.userId,
    parentSid: person.sid,
    redirectUri,
    codeChallenge,
    nonce,
    scopes,
    authenticatedAt: person.authenticatedAt,
    amr: person.amr,
    createdAt: new Date(now),
    expiresAt: new Date(now + CODE_LIFE_MS),
  });
  return code.text;
}

/** Added to whatever query a registered address has; nothing of it is re-written. */
export function withParameters(address: string, parameters: Record<string, string | undefined>): string {
  const sent = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  if (sent.length === 0) return address;
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(sent)}`;
}
