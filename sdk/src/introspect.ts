import { sha256 } from './dpop.js';
import { AuthError, UnavailableError } from './errors.js';
import { type Answer, parse, read, refusalOf } from './http.js';
import type { TokenClient } from './token-client.js';

/** What the service says of a token (RFC 7662 §2.2); times in UNIX seconds. */
export type IntrospectionResponse =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly iss: string;
      readonly sub: string;
      readonly aud: string;
      readonly tenant_id: string;
      readonly scope?: string;
      readonly iat: number;
      readonly exp: number;
      readonly jti: string;
      readonly client_id: string;
      readonly token_type: 'Bearer' | 'DPoP';
      readonly token_use: 'machine' | 'human';
      readonly cnf?: { readonly jkt: string };
    };

/** Asks whether a token is good. @throws OAuthError | UnavailableError without a verdict */
export type Introspect = (token: string) => Promise<IntrospectionResponse>;

/** Who asks, and how long an answer is used. */
export interface IntrospectOptions {
  /** The client that asks, with its own token: one without `resource`. */
  tokens: TokenClient;
  /** For how long an answer is used, in milliseconds; 5,000 where nothing is said, 0 for never. Never beyond `exp`. */
  maxAgeMs?: number | undefined;
  /** How many answers are kept; 1,000 where nothing is said. */
  maxEntries?: number | undefined;
  /** After which a question counts as not answered, in milliseconds; 10,000 where nothing is said. */
  timeoutMs?: number | undefined;
  /** Milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

/** The audience of the tokens that the service itself accepts. */
const SERVICE = 'gooclaim-api';

const INACTIVE: IntrospectionResponse = Object.freeze({ active: false });

/**
 * Introspection (RFC 7662) with a memory: short, bounded, and by digests, so that no token is kept. Callers that ask
 * about the same token at the same time are one question.
 *
 * @throws TypeError for a client whose tokens the service itself does not accept
 */
export function createIntrospect({
  tokens,
  maxAgeMs = 5_000,
  maxEntries = 1_000,
  timeoutMs = 10_000,
  now = Date.now,
}: IntrospectOptions): Introspect {
  const { resource = SERVICE } = tokens;
  if (resource !== SERVICE)
    throw new TypeError(
      `Tokens for ${resource} cannot ask the service: give createIntrospect a token client of its own, without resource.`,
    );
  const known = new Map<string, { answer: IntrospectionResponse; until: number }>();
  const flights = new Map<string, Promise<IntrospectionResponse>>();

  async function answerTo(token: string): Promise<Answer> {
    try {
      const response = await tokens.fetch(`${tokens.issuer}/v1/auth/introspect`, {
        method: 'POST',
        body: new URLSearchParams({ token }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, headers: response.headers, body: parse(await read(response)) };
    } catch (cause) {
      if (cause instanceof AuthError) throw cause;
      throw new UnavailableError('Introspection was not answered.', undefined, undefined, { cause });
    }
  }

  async function question(token: string): Promise<IntrospectionResponse> {
    const { status, headers, body } = await answerTo(token);
    if (status !== 200 || typeof body?.active !== 'boolean')
      throw refusalOf({ status, headers, body }, [token], now());
    return body.active ? (body as unknown as IntrospectionResponse) : INACTIVE;
  }

  async function askAndKeep(token: string, digest: string): Promise<IntrospectionResponse> {
    const askedAt = now();
    const answer = await question(token);
    const until = Math.min(askedAt + maxAgeMs, answer.active ? answer.exp * 1000 : Number.POSITIVE_INFINITY);
    if (until > now()) {
      known.delete(digest);
      known.set(digest, { answer, until });
      const [oldest] = known.keys();
      if (known.size > maxEntries && oldest !== undefined) known.delete(oldest);
    }
    return answer;
  }

  return async (token) => {
    const digest = await sha256(token);
    const kept = known.get(digest);
    if (kept && now() < kept.until) return kept.answer;
    known.delete(digest);
    let flight = flights.get(digest);
    if (!flight) {
      flight = askAndKeep(token, digest).finally(() => flights.delete(digest));
      flights.set(digest, flight);
    }
    return flight;
  };
}
