import * as oauth from 'oauth4webapi';
import {
  clientAuthentication,
  type OpenIdProviders,
  type ProviderMetadata,
  requestsBy,
  TOLERANCE_SECONDS,
} from './provider';

/** The longest a person waits for the provider after coming back from it, in milliseconds. */
const WITHIN_MS = 8_000;

export interface Callback {
  issuer: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** What the browser brought back. */
  parameters: URLSearchParams;
  /** What this browser was sent away with. */
  expected: { state: string; nonce: string; codeVerifier: string };
  /** A claim that is looked for at the userinfo endpoint when the ID token lacks it. */
  wanted: string[];
}

/** OpenID Connect Core §2: at most 255 characters of ASCII. */
const SUBJECT = /^[\x20-\x7E]{1,255}$/;

export type Claims = Record<string, unknown> & { sub: string };

/**
 * Exchanges the code and checks what comes of it (OpenID Connect Core §3.1.3): the ID token's signature by a key of the
 * issuer, algorithm, issuer, audience, nonce and times. Claims it lacks are asked for at the userinfo endpoint, whose
 * `sub` must be the same (§5.3.2).
 *
 * @throws of oauth4webapi, whose messages name the fault and hold nothing of what was received
 */
export async function exchange(callback: Callback, providers: OpenIdProviders): Promise<Claims> {
  const metadata = await providers.discover(callback.issuer);
  const client: oauth.Client = { client_id: callback.clientId, [oauth.clockTolerance]: TOLERANCE_SECONDS };
  const requests = { ...requestsBy(providers), signal: AbortSignal.timeout(WITHIN_MS) };
  const checked = oauth.validateAuthResponse(metadata, client, callback.parameters, callback.expected.state);
  const answer = await oauth.authorizationCodeGrantRequest(
    metadata,
    client,
    clientAuthentication(metadata, callback.clientSecret),
    checked,
    callback.redirectUri,
    callback.expected.codeVerifier,
    requests,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(metadata, client, answer, {
    expectedNonce: callback.expected.nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(metadata, answer, requests);
  const claims = oauth.getValidatedIdTokenClaims(tokens) as Claims | undefined;
  if (!claims || !SUBJECT.test(claims.sub)) throw new Error('The ID token names nobody.');
  if (!metadata.userinfo_endpoint || callback.wanted.every((name) => name in claims)) return claims;
  return { ...(await userinfo(metadata, client, tokens.access_token, claims.sub, requests)), ...claims };
}

async function userinfo(
  metadata: ProviderMetadata,
  client: oauth.Client,
  accessToken: string,
  subject: string,
  requests: ReturnType<typeof requestsBy>,
): Promise<Record<string, unknown>> {
  const answer = await oauth.userInfoRequest(metadata, client, accessToken, requests);
  // A signed answer would have to be checked as one: it is refused, as nobody asked for it.
  if (/^application\/jwt\b/i.test(answer.headers.get('content-type') ?? ''))
    throw new Error('The userinfo answer is a JWT, which was not asked for.');
  return oauth.processUserInfoResponse(metadata, client, subject, answer);
}
