import type { Clock } from './clock.js';
import { isTemporary } from './errors.js';

/** An access token and what the service said of it (RFC 6749 §5.1). */
export interface AccessToken {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  /** Scopes, with spaces between. */
  readonly scope: string;
  /** UNIX seconds, counted from before it was asked for. */
  readonly expires_at: number;
}

/** A token as it was granted: `expires_in` in seconds. */
export type Granted = Omit<AccessToken, 'expires_at'> & { expires_in: number };

/** The share of its life after which a token is renewed; chance spreads instances that started together. */
const RENEW_FROM = 0.75;
const RENEW_SPREAD = 0.1;

/** A token must still be good when it arrives: it is not used for the last ten seconds, or the last tenth of its life. */
const LONGEST_MARGIN_MS = 10_000;

/** Shortest and longest pause after failures, in milliseconds. It doubles. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;

/** A `Retry-After` beyond this is not believed, in milliseconds: one wrong answer must not stop a client for a year. */
const LONGEST_TOLD_MS = 300_000;

/** Between two invalidations, in milliseconds: an API that refuses every token must not use up the limit on tokens. */
const INVALIDATION_COOL_DOWN_MS = 10_000;

interface Cached {
  token: AccessToken;
  renewAt: number;
  usableUntil: number;
}

interface Failure {
  cause: unknown;
  /** Until when nobody asks again. */
  until: number;
  pause: number;
}

/** One token for any number of callers. */
export interface TokenCache {
  get(): Promise<AccessToken>;
  /** Asks now, whatever is cached. */
  renew(): Promise<AccessToken>;
  /** Forgets this token, if it is the one that is cached. @returns whether it did */
  invalidate(accessToken: string): boolean;
}

/**
 * @param request asks the service for a token
 * @param maxWaitMs longest that one `get` waits before it asks again, in all
 * @param onError told of renewals that failed while the old token still serves
 */
export function createTokenCache(
  request: () => Promise<Granted>,
  { now, random, sleep }: Clock,
  maxWaitMs: number,
  onError: (cause: unknown) => void,
): TokenCache {
  let current: Cached | undefined;
  let flight: Promise<AccessToken> | undefined;
  let failure: Failure | undefined;
  let invalidatedAt = Number.NEGATIVE_INFINITY;

  async function fly(): Promise<AccessToken> {
    // Before the request, so that the token is never thought to live longer than it does.
    const askedAt = now();
    try {
      current = plan(await request(), askedAt, random());
      failure = undefined;
      return current.token;
    } catch (cause) {
      failure = after(cause, failure, now(), random());
      throw cause;
    }
  }

  function renew(): Promise<AccessToken> {
    flight ??= fly().finally(() => {
      flight = undefined;
    });
    return flight;
  }

  const usable = () => (current && now() < current.usableUntil ? current.token : undefined);
  const isPaused = () => failure !== undefined && now() < failure.until;

  /** Without a usable token: asks, and asks again after a pause as long as that may help. */
  async function obtain(): Promise<AccessToken> {
    // What was asked for long ago may come near its end; what is asked for from now on is the best there is.
    let isOld = flight !== undefined;
    for (let waited = 0; ; ) {
      const token = usable();
      if (token) return token;
      if (!flight && failure && isPaused()) {
        const pause = failure.until - now();
        if (!isTemporary(failure.cause) || waited + pause > maxWaitMs) throw failure.cause;
        waited += pause;
        await sleep(pause);
        continue;
      }
      try {
        const renewed = await renew();
        if (!isOld) return renewed;
      } catch (cause) {
        if (!isTemporary(cause)) throw cause;
      }
      isOld = false;
    }
  }

  return {
    renew,
    get() {
      const token = usable();
      if (!current || !token) return obtain();
      // The old one still serves: nobody waits for the new one.
      if (now() >= current.renewAt && !flight && !isPaused()) renew().catch(onError);
      return Promise.resolve(token);
    },
    invalidate(accessToken) {
      if (current?.token.access_token !== accessToken) return false;
      if (now() - invalidatedAt < INVALIDATION_COOL_DOWN_MS) return false;
      invalidatedAt = now();
      current = undefined;
      return true;
    },
  };
}

/** When to renew a token, and until when to use it. */
function plan({ expires_in, ...token }: Granted, askedAt: number, chance: number): Cached {
  const life = expires_in * 1000;
  const usableUntil = askedAt + life - Math.min(LONGEST_MARGIN_MS, life / 10);
  return {
    token: { ...token, expires_at: Math.floor(askedAt / 1000 + expires_in) },
    renewAt: askedAt + life * (RENEW_FROM + RENEW_SPREAD * chance),
    usableUntil,
  };
}

/** For how long nobody asks: what the service said, or twice as long as the last time. */
function after(cause: unknown, before: Failure | undefined, now: number, chance: number): Failure {
  const pause = before ? Math.min(before.pause * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
  const told = (isTemporary(cause) && cause.retryAfterMs) || 0;
  return { cause, pause, until: now + Math.max(Math.min(told, LONGEST_TOLD_MS), pause * (1 + chance / 4)) };
}
