/**
 * The closed vocabulary of the wire (RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 8707 §2, RFC 9449 §5 and §8,
 * OpenID Connect Core 1.0 §3.1.2.6).
 */
export const ERROR_CODES = [
  'invalid_request',
  'invalid_client',
  'invalid_token',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_target',
  'insufficient_scope',
  'forbidden',
  'not_found',
  'conflict',
  'invalid_dpop_proof',
  'use_dpop_nonce',
  'invalid_grant',
  'unsupported_response_type',
  'access_denied',
  'login_required',
  'request_not_supported',
  'request_uri_not_supported',
  'registration_not_supported',
  'rate_limited',
  'temporarily_unavailable',
  'server_error',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The code that an answer of the service was, in a text that has the answer in it; undefined where there is none of ours. */
export function errorCodeIn(text: string): ErrorCode | undefined {
  const [, found] = /"error"\s*:\s*"(\w+)"/.exec(text) ?? [];
  return ERROR_CODES.find((code) => code === found);
}
