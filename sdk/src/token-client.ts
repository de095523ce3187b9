import { readIssuer } from './address.js';
import { type ApiFetch, createApiFetch } from './api-fetch.js';
import { type Authentication, byKey, bySecret, type ClientKey } from './authentication.js';
import { type Clock, clockOf } from './clock.js';
import { createDPoP, type DPoPKeyPair } from './dpop.js';
import { isTemporary } from './errors.js';
import type { TransportOptions } from './http.js';
import { createRotatingSecret, type RotatingSecret } from './secret-rotation.js';
import type { SecretStore } from './secret-store.js';
import { createService } from './service.js';
import { type AccessToken, createTokenCache } from './token-cache.js';

/** What a token client is made with. Names of the protocol are spelled as in its RFCs. */
export interface TokenClientOptions extends TransportOptions, Partial<Clock> {
  /** The service's address, `iss` of its tokens; https, or http on this machine. */
  issuer: string;
  client_id: string;
  /** With a `secretStore`, the first secret: needed until the store has one. */
  client_secret?: string | undefined;
  /** In place of a secret (`private_key_jwt`, RFC 7523). */
  privateKey?: ClientKey | undefined;
  /** Makes the client rotate its own secret, and says where it is kept. */
  secretStore?: SecretStore | undefined;
  /** How old a secret becomes before it is rotated; 60 days where nothing is said. */
  rotateAfterDays?: number | undefined;
  /** Scopes, with spaces between; without it all that the client has. */
  scope?: string | undefined;
  /** The API the tokens are for (RFC 8707), where it is not Gooclaim's. */
  resource?: string | undefined;
  /** Binds tokens to a key (RFC 9449): `true` for one made at the start, or a pair of one's own. */
  dpop?: boolean | DPoPKeyPair | undefined;
  /** The only servers that may get a token, besides the issuer, such as `['https://api.example.com']`; any https one without. */
  origins?: readonly string[] | undefined;
  /** Longest that a call waits for a `Retry-After`, in milliseconds, in all; 10,000 where nothing is said. */
  maxWaitMs?: number | undefined;
  /** Told what went wrong where nobody waits: a renewal in the background, a rotation. No error holds a credential. */
  onError?: ((cause: unknown) => void) | undefined;
}

/** Tokens of one client: one cached, for any number of callers. */
export interface TokenClient {
  readonly issuer: string;
  readonly client_id: string;
  /** The API the tokens are for, where one was named. */
  readonly resource?: string | undefined;
  /**
   * The token, from memory while it is good. It is renewed in the background at about 80 % of its life.
   *
   * @param options `signal`: stops waiting; the request goes on for the others
   * @throws OAuthError | UnavailableError
   */
  getToken(options?: { signal?: AbortSignal }): Promise<AccessToken>;
  /** Forgets this token, if it is the one that is cached; every ten seconds at most. @returns whether it did */
  invalidate(access_token: string): boolean;
  /** `fetch` with a token: of a 401 it gets a new one and tries again, once. */
  readonly fetch: ApiFetch;
  /**
   * Rotates the secret now; by itself it does so when the secret is due. Needs a `secretStore`.
   *
   * @throws OAuthError | UnavailableError, and whatever the store throws: the old secret works on
   */
  rotateSecret(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** After a rotation that failed, in milliseconds: soon when it may just have been lost, later when it was refused. */
const ROTATION_PAUSE_MS = 60_000;
const REFUSED_ROTATION_PAUSE_MS = 3_600_000;

/**
 * Gets tokens for a client and keeps them. Make one for each client, when the process starts.
 *
 * @throws TypeError for options that cannot work
 */
export function createTokenClient(options: TokenClientOptions): TokenClient {
  const { client_id, dpop, maxWaitMs = 10_000 } = options;
  if (!client_id) throw new TypeError('Give a client_id.');
  const issuer = readIssuer(options.issuer);
  const clock = clockOf(options);
  const secret = rotatingSecretOf(options, clock);
  const prover = dpop ? createDPoP(dpop === true ? undefined : dpop, clock.now) : undefined;
  const service = createService({
    issuer,
    authentication: secret?.authentication ?? authenticationOf(options, issuer, clock),
    parameters: parametersOf(options),
    dpop: prover,
    transport: options,
    now: clock.now,
  });

  const onError = (cause: unknown) => {
    try {
      options.onError?.(cause);
    } catch {
      // Nobody waits for it: thrown on, it would end the process.
    }
  };

  let rotation: Promise<void> | undefined;
  let rotateFrom = Number.NEGATIVE_INFINITY;

  function rotate(onlyIfDue: boolean): Promise<void> {
    if (!secret) return Promise.reject(new TypeError('Only a client with a secretStore rotates its secret.'));
    // A token that could not be had now is asked for again when it is needed: the rotation is done all the same.
    const confirm = () => tokens.renew().catch(onError);
    rotation ??= secret.rotate(service.requestSecret, confirm, onlyIfDue).finally(() => {
      rotation = undefined;
    });
    return rotation;
  }

  async function rotateWhenDue(): Promise<void> {
    if (!secret || rotation || clock.now() < rotateFrom) return;
    try {
      if (await secret.isDue()) await rotate(true);
    } catch (cause) {
      rotateFrom = clock.now() + (isTemporary(cause) ? ROTATION_PAUSE_MS : REFUSED_ROTATION_PAUSE_MS);
      onError(cause);
    }
  }

  const request = async () => {
    const granted = await service.requestToken();
    // Tokens are renewed all the time: no timer is needed, which would keep the process from ending.
    void rotateWhenDue();
    return granted;
  };
  const tokens = createTokenCache(request, clock, maxWaitMs, onError);

  const getToken: TokenClient['getToken'] = ({ signal } = {}) =>
    signal ? unlessAborted(signal, tokens.get) : tokens.get();
  const { invalidate } = tokens;
  // Whoever made the tokens may see them: introspection sends them there.
  const origins = options.origins && [...options.origins, issuer];
  const fetch = createApiFetch({ getToken, invalidate }, prover, { ...options, origins, maxWaitMs, clock });
  const { resource } = options;
  return { issuer, client_id, resource, getToken, invalidate, fetch, rotateSecret: () => rotate(false) };
}

function rotatingSecretOf(options: TokenClientOptions, clock: Clock): RotatingSecret | undefined {
  const { client_id, client_secret, privateKey, secretStore, rotateAfterDays = 60 } = options;
  if (!secretStore) return undefined;
  if (privateKey) throw new TypeError('A client with a privateKey has no secret to rotate.');
  if (!(rotateAfterDays > 0)) throw new TypeError('rotateAfterDays must be more than 0.');
  return createRotatingSecret(client_id, client_secret, secretStore, rotateAfterDays * DAY_MS, clock);
}

function authenticationOf(options: TokenClientOptions, issuer: string, { now }: Clock): Authentication {
  const { client_id, client_secret, privateKey } = options;
  if (privateKey && client_secret) throw new TypeError('Give a client_secret or a privateKey, not both.');
  if (privateKey) return byKey(client_id, privateKey, issuer, now);
  if (client_secret) return bySecret(client_id, client_secret);
  throw new TypeError('Give a client_secret, a privateKey or a secretStore.');
}

const parametersOf = ({ scope, resource }: TokenClientOptions): Record<string, string> => ({
  ...(scope === undefined ? {} : { scope }),
  ...(resource === undefined ? {} : { resource }),
});

/** What `work` answers, or the signal's reason. */
async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
