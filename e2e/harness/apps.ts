import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { type Answer, call } from './call';
import type { Portal } from './portal';
import { expectWireHeaders, FORM_TYPE } from './wire';

/** A web app of a tenant, as it is registered. Nothing listens at its addresses: a test reads them. */
export interface App {
  id: string;
  origin: string;
  redirectUri: string;
  afterLogout: string;
}

export async function registerApp(portal: Portal, name = 'App of a test'): Promise<App> {
  // An origin of its own: the calls from it are judged by whether an app has it.
  const origin = `http://localhost:${20_000 + (randomBytes(2).readUInt16BE(0) % 40_000)}`;
  const [redirectUri, afterLogout] = [`${origin}/callback`, `${origin}/bye?from=gooclaim`];
  const answer = await portal.post('/apps', {
    name,
    redirect_uris: [redirectUri, `${origin}/other?kept=1`],
    post_logout_redirect_uris: [afterLogout],
  });
  expect(answer.status, answer.text).toBe(201);
  return { id: answer.json.app.id, origin, redirectUri, afterLogout };
}

/** A code verifier and its challenge (RFC 7636 §4). */
export function newChallenge(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

type Parameters = Record<string, string | undefined>;

const encoded = (parameters: Parameters): string =>
  new URLSearchParams(
    Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString();

/** The authorization request of a well-made app; `extra` replaces, and `undefined` leaves out. */
export const authorizePath = (app: App, challenge: string, extra: Parameters = {}): string =>
  `/v1/auth/authorize?${encoded({
    client_id: app.id,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'the state',
    nonce: 'the nonce',
    ...extra,
  })}`;

/** Where an answer of the authorization endpoint leads. */
export function target({ status, headers }: Answer): URL {
  expect(status).toBe(303);
  return new URL(headers.location ?? '', 'http://portal');
}

/** A code for a person who is signed in to the portal. */
export async function codeFor(portal: Portal, app: App, extra: Parameters = {}) {
  const { verifier, challenge } = newChallenge();
  const answer = await portal.call(authorizePath(app, challenge, extra));
  const code = target(answer).searchParams.get('code');
  expect(code, answer.headers.location).toMatch(/^[0-9A-Za-z]{43}$/);
  return { code: code ?? '', code_verifier: verifier };
}

async function post(url: string, parameters: Parameters, headers: Record<string, string>): Promise<Answer> {
  const answer = await call(url, {
    method: 'POST',
    headers: { ...FORM_TYPE, ...headers },
    body: encoded(parameters),
  });
  expectWireHeaders(answer);
  return answer;
}

export const exchange = (
  origin: string,
  app: App,
  parameters: Parameters,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  post(
    `${origin}/v1/auth/token`,
    { grant_type: 'authorization_code', client_id: app.id, redirect_uri: app.redirectUri, ...parameters },
    headers,
  );

export const refresh = (
  origin: string,
  app: App,
  refreshToken: string,
  extra: Parameters = {},
): Promise<Answer> =>
  post(
    `${origin}/v1/auth/token`,
    { grant_type: 'refresh_token', client_id: app.id, refresh_token: refreshToken, ...extra },
    {},
  );

export const revokeAtApp = (origin: string, app: App, token: string): Promise<Answer> =>
  post(`${origin}/v1/auth/revoke`, { client_id: app.id, token }, {});

export interface AppTokens {
  access_token: string;
  refresh_token: string;
  id_token: string;
  scope: string;
  expires_in: number;
}

/** Signs a person in to an app, all the way to its tokens. */
export async function signInAt(portal: Portal, app: App, extra: Parameters = {}): Promise<AppTokens> {
  const answer = await exchange(portal.origin, app, await codeFor(portal, app, extra));
  expect(answer.status, answer.text).toBe(200);
  return answer.json;
}
