import type { AppRecord } from './app-ports';
import { invalidRequest, OAuthError } from './errors';
import type { Parameters } from './parameters';
import type { OAuthServices } from './services';

/** SHA-256 in base64url (RFC 7636 §4.2). */
const S256_CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
const PROMPTS = ['none', 'login', 'consent', 'select_account'];
/** Kept with the code. */
const LONGEST_NONCE = 255;

/** Where an answer goes: an address the app registered, and so the only one to which anything is sent. */
export interface Destination {
  app: AppRecord;
  redirectUri: string;
}

/**
 * Who asks, and where the answer may go. What is wrong here is told to the person and never sent on: the address may
 * be an attacker's (RFC 9700 §4.11).
 *
 * @throws OAuthError 400 invalid_request
 */
export async function readDestination(
  parameters: Parameters,
  { apps }: Pick<OAuthServices, 'apps'>,
): Promise<Destination> {
  const app = await apps.findApp(parameters.require('client_id'));
  if (!app) throw invalidRequest('client_id names no app that signs people in here.');
  const redirectUri = parameters.require('redirect_uri');
  // Character by character: a prefix or a pattern is what open redirects are made of (RFC 9700 §2.1).
  if (!app.redirectUris.includes(redirectUri))
    throw invalidRequest('redirect_uri is not one that this app has registered.');
  return { app, redirectUri };
}

/** The rest of an authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core 1.0 §3.1.2.1). */
export interface AuthorizationRequest {
  scope: string | undefined;
  codeChallenge: string;
  nonce: string | null;
  /** Nothing may be asked of the person. */
  silent: boolean;
  /** The person is to prove who they are again. */
  again: boolean;
  /** Seconds since they last did, at most. */
  maxAge: number | undefined;
  idTokenHint: string | undefined;
  /** Whether the tokens are to be for the MCP server, and not for the APIs. */
  forMcp: boolean;
}

/**
 * @param mcp the MCP server's identifier, for an app that people may use it through; else undefined
 * @throws OAuthError to be sent to the app
 */
export function readAuthorizationRequest(
  parameters: Parameters,
  mcp: string | undefined,
): AuthorizationRequest {
  for (const name of ['request', 'request_uri', 'registration'] as const) {
    if (parameters.has(name)) throw new OAuthError(400, `${name}_not_supported`, `${name} is not supported.`);
  }
  if (parameters.require('response_type') !== 'code')
    throw new OAuthError(400, 'unsupported_response_type', 'response_type must be code.');
  const mode = parameters.get('response_mode');
  if (mode !== undefined && mode !== 'query') throw invalidRequest('response_mode must be query.');
  const resource = parameters.get('resource');
  const forMcp = resource !== undefined && resource === mcp;
  if (resource !== undefined && resource !== 'gooclaim-api' && !forMcp)
    throw new OAuthError(400, 'invalid_target', 'Tokens of people are for gooclaim-api.');

  // No challenge, or `plain`, and whoever reads the code on its way could use it (RFC 9700 §2.1.1).
  if (parameters.get('code_challenge_method') !== 'S256')
    throw invalidRequest('code_challenge_method must be S256.');
  const codeChallenge = parameters.require('code_challenge');
  if (!S256_CHALLENGE.test(codeChallenge))
    throw invalidRequest('code_challenge must be a SHA-256 digest in base64url: 43 characters.');

  const nonce = parameters.get('nonce') ?? null;
  if (nonce !== null && nonce.length > LONGEST_NONCE)
    throw invalidRequest(`nonce is longer than ${LONGEST_NONCE} characters.`);
  const prompts = parameters.get('prompt')?.split(' ') ?? [];
  if (!prompts.every((prompt) => PROMPTS.includes(prompt)))
    throw invalidRequest(`prompt is one of: ${PROMPTS.join(', ')}.`);
  if (prompts.includes('none') && prompts.length > 1) throw invalidRequest('prompt none stands alone.');
  const maxAge = parameters.get('max_age');
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge))
    throw invalidRequest('max_age is a number of seconds.');

  return {
    scope: parameters.get('scope'),
    codeChallenge,
    nonce,
    silent: prompts.includes('none'),
    again: prompts.includes('login') || prompts.includes('select_account'),
    maxAge: maxAge === undefined ? undefined : Number(maxAge),
    idTokenHint: parameters.get('id_token_hint'),
    forMcp,
  };
}
