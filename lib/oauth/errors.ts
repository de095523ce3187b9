import type { ErrorCode } from '../contract/error-codes';

export type { ErrorCode };

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
