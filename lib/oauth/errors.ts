/**
 * The closed vocabulary of the wire (RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 8707 §2, RFC 9449 §5 and §8,
 * OpenID Connect Core 1.0 §3.1.2.6).
 */
export type ErrorCode =
  | 'invalid_request'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'unauthorized_client'
  | 'access_denied'
  | 'login_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported'
  | 'invalid_client'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'forbidden'
  | 'rate_limited'
  | 'temporarily_unavailable'
  | 'server_error';

const BRAND = Symbol.for('gooclaim.oauth-error');

/**
 * A refusal. The message is public; nothing of the request may be in it.
 * Branded, because the server and Next load this module twice and `instanceof` would not see across.
 */
export class OAuthError extends Error {
  readonly [BRAND] = true;

  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    description: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(description);
    this.name = 'OAuthError';
  }

  static is(cause: unknown): cause is OAuthError {
    return typeof cause === 'object' && cause !== null && BRAND in cause;
  }
}

export const invalidRequest = (description: string) => new OAuthError(400, 'invalid_request', description);
