import {
  type CryptoKey,
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { readIssuer } from './address.js';
import { UnavailableError } from './errors.js';
import { ask, type TransportOptions } from './http.js';

/** The service's public keys, as they are known here. */
export interface KeySet {
  /**
   * The key a token is signed with.
   *
   * @throws UnavailableError when the keys cannot be had; `JWKSNoMatchingKey` of jose when there is no such key
   */
  keyOf(header: JWSHeaderParameters): Promise<CryptoKey>;
}

/** Where the keys come from. */
export interface KeySetOptions extends TransportOptions {
  /** The service's address. */
  issuer: string;
  /** Milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

/** As long as the service lets it be cached, in milliseconds: a revoked key is gone by then. */
const MAX_AGE_MS = 300_000;

/** From this age on it is fetched again in the background, in milliseconds. */
const RENEW_AFTER_MS = 240_000;

/** While the address fails, the last good set serves for so long, in milliseconds. */
const OUTAGE_MS = 3_600_000;

/** Between two fetches, in milliseconds: tokens with invented key names must not make us ask without end. */
const COOL_DOWN_MS = 30_000;

/** The same after a fetch that failed. */
const FAILED_COOL_DOWN_MS = 1_000;

interface Loaded {
  find: (header: JWSHeaderParameters) => Promise<CryptoKey>;
  at: number;
}

/** The key set at `/.well-known/jwks.json` (RFC 7517 §5), fetched when it is needed and no more often. */
export function createKeySet({ issuer, now = Date.now, ...transport }: KeySetOptions): KeySet {
  const url = `${readIssuer(issuer)}/.well-known/jwks.json`;
  let loaded: Loaded | undefined;
  let flight: Promise<Loaded> | undefined;
  let notBefore = Number.NEGATIVE_INFINITY;
  let isFailing = false;

  async function load(): Promise<Loaded> {
    const at = now();
    notBefore = at + FAILED_COOL_DOWN_MS;
    const { status, body } = await ask(url, { headers: { Accept: 'application/json' } }, transport);
    if (status !== 200 || !Array.isArray(body?.keys))
      throw new UnavailableError('The key set could not be read.', status);
    loaded = { find: finderIn(body as unknown as JSONWebKeySet), at };
    notBefore = at + COOL_DOWN_MS;
    return loaded;
  }

  function refresh(): Promise<Loaded> {
    flight ??= load()
      .then(
        (fresh) => {
          isFailing = false;
          return fresh;
        },
        (cause) => {
          isFailing = true;
          throw cause;
        },
      )
      .finally(() => {
        flight = undefined;
      });
    return flight;
  }

  const mayFetch = () => flight !== undefined || now() >= notBefore;

  async function current(): Promise<Loaded> {
    if (!loaded) {
      if (!mayFetch()) throw new UnavailableError('The key set could not be fetched a moment ago.');
      return refresh();
    }
    const last = loaded;
    const age = now() - last.at;
    if (age < RENEW_AFTER_MS) return last;
    if (age >= OUTAGE_MS) {
      if (!mayFetch()) throw new UnavailableError('The key set could not be fetched for an hour.');
      return refresh();
    }
    if (!mayFetch()) return last;
    // What it says is still true, or nothing newer could be had a moment ago: nobody waits for an address that hangs.
    const mayWait = age >= MAX_AGE_MS && !isFailing;
    const fresh = refresh().catch(() => last);
    return mayWait ? fresh : last;
  }

  return {
    async keyOf(header) {
      const known = await current();
      try {
        return await known.find(header);
      } catch (cause) {
        // Perhaps a key that is newer than what is known here.
        if (!(cause instanceof errors.JWKSNoMatchingKey) || !mayFetch()) throw cause;
        return (await refresh()).find(header);
      }
    },
  };
}

/** @throws UnavailableError for what is no key set: jose's own error would pass for a verdict on the token */
function finderIn(body: JSONWebKeySet): Loaded['find'] {
  try {
    return createLocalJWKSet(body);
  } catch (cause) {
    throw new UnavailableError('The key set could not be read.', 200, undefined, { cause });
  }
}
