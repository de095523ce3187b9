/** What every error of this package is: `error` is the code of an RFC, and no message holds a credential. */
export class AuthError extends Error {
  constructor(
    /** An error code of RFC 6749 §5.2, RFC 6750 §3.1 or RFC 9449, or one of the service's own. */
    readonly error: string,
    /** What happened, in words for a developer. */
    readonly error_description: string,
    options?: ErrorOptions,
  ) {
    super(`${error}: ${error_description}`, options);
    this.name = new.target.name;
  }
}

/** What is known of a refusal besides its code. */
export interface RefusalDetails {
  /** HTTP status. */
  readonly status: number;
  /** Names the call in the service's log: paste it into the portal's debugger. */
  readonly request_id?: string | undefined;
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** The service answered, and the answer is no (RFC 6749 §5.2). */
export class OAuthError extends AuthError implements RefusalDetails {
  readonly status: number;
  readonly request_id: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(error: string, error_description: string, details: RefusalDetails) {
    super(error, error_description);
    this.status = details.status;
    this.request_id = details.request_id;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** There is no answer: the network, a time-out, or something in between that is not the service. */
export class UnavailableError extends AuthError {
  constructor(
    error_description: string,
    /** HTTP status of what did answer. */
    readonly status?: number,
    /** How long it asked to wait, in milliseconds. */
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super('temporarily_unavailable', error_description, options);
  }
}

/** Why a token is no good. */
export type InvalidTokenReason =
  | 'malformed'
  | 'algorithm'
  | 'unknown_key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not_yet_valid'
  | 'claims'
  | 'token_use'
  | 'bound'
  | 'inactive';

/** The token is not one that this API may accept (RFC 6750 §3.1). */
export class InvalidTokenError extends AuthError {
  constructor(
    readonly reason: InvalidTokenReason,
    error_description: string,
  ) {
    super('invalid_token', error_description);
  }
}

/** The token is good, but not for this (RFC 6750 §3.1). */
export class InsufficientScopeError extends AuthError {
  constructor(
    /** The scopes that are needed, with spaces between. */
    readonly scope: string,
  ) {
    super('insufficient_scope', `This needs the scope ${scope}.`);
  }
}

/** Whether the same call may succeed in a while: limits, outages and the network, but no refusal of what was asked. */
export function isTemporary(cause: unknown): cause is OAuthError | UnavailableError {
  if (cause instanceof UnavailableError) return cause.status === undefined || isBusy(cause.status);
  return cause instanceof OAuthError && isBusy(cause.status);
}

const isBusy = (status: number): boolean => status === 429 || status >= 500;
