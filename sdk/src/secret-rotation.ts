import { type Authentication, type Credential, presentSecret } from './authentication.js';
import type { Clock } from './clock.js';
import { AuthError, UnavailableError } from './errors.js';
import type { SecretStore, StoredSecret } from './secret-store.js';

/** A secret as `POST /v1/auth/clients/self/secret` answers it. */
export interface NewSecret {
  client_secret: string;
  /** The one it was asked for with. */
  used: string;
}

/** Whether a loaded secret is one. A store that was written by hand must not become a puzzle. */
function checked(secret: StoredSecret | undefined): StoredSecret | undefined {
  if (secret === undefined) return undefined;
  if (
    typeof secret.client_secret !== 'string' ||
    !secret.client_secret ||
    typeof secret.issued_at !== 'number'
  )
    throw new AuthError(
      'invalid_secret_store',
      'The secret store holds no client_secret with its issued_at.',
    );
  return secret;
}

/** Within this share of its age a secret is rotated: instances that share no clock do not all begin at once. */
const SPREAD = 0.05;

/** After which a call whose answer was lost is made again, in milliseconds: sooner it counts as a second rotation. */
const LOST_ANSWER_MS = 1_500;

/** A client's secret in a store, with the one before it as a way back. */
export interface RotatingSecret {
  authentication: Authentication;
  /** Whether the secret is as old as it may become. */
  isDue(): Promise<boolean>;
  /**
   * Replaces the secret: the new one is in the store before it is used, and the old one stays there beside it.
   *
   * @param ask asks the service
   * @param confirm uses the new secret, which ends the time in which a lost answer can be asked for again
   * @param onlyIfDue another process may have been faster
   */
  rotate(ask: () => Promise<NewSecret>, confirm: () => Promise<unknown>, onlyIfDue: boolean): Promise<void>;
}

/**
 * @param initial the secret the client was given; needed until the store has one
 * @param maxAgeMs when a secret is due, in milliseconds
 */
export function createRotatingSecret(
  clientId: string,
  initial: string | undefined,
  store: SecretStore,
  maxAgeMs: number,
  { now, random, sleep }: Clock,
): RotatingSecret {
  const dueAfterMs = maxAgeMs * (1 - SPREAD * random());
  let current: StoredSecret | undefined;
  /** The stored secret, once the service refused it and took another: what the store says is not believed any more. */
  let refused: string | undefined;

  async function load(): Promise<StoredSecret> {
    const stored = checked(await store.load());
    if (stored && stored.client_secret !== refused) current = stored;
    else if (!current && initial) current = { client_secret: initial, issued_at: 0 };
    if (!current) throw new TypeError('There is no client_secret, neither in the store nor in the options.');
    return current;
  }

  /** @param inPlaceOf the stored secret that the service has just refused */
  const credential = (secret: string, inPlaceOf?: string): Credential => ({
    present: async () => presentSecret(clientId, secret),
    accepted() {
      // Else it was rotated while this request was on its way.
      if (inPlaceOf === undefined || current?.client_secret !== inPlaceOf) return;
      // For how long it will be good is not known, so it is due. The store is left alone until then: another process may
      // be writing to it.
      refused = inPlaceOf;
      current = { client_secret: secret, issued_at: 0, previous_secret: inPlaceOf };
    },
  });

  async function* authentication(): AsyncGenerator<Credential> {
    const first = (current ?? (await load())).client_secret;
    yield credential(first);
    // Refused. Another process may have rotated it.
    const { client_secret: stored, previous_secret } = await load();
    if (stored !== first) yield credential(stored);
    // Of a rotation that the service took back the old one still works, and somebody may have put a new one into the
    // configuration.
    const others = new Set([previous_secret, initial]);
    for (const secret of others)
      if (secret && secret !== stored && secret !== first) yield credential(secret, stored);
  }

  const isOld = ({ issued_at }: StoredSecret) => now() - issued_at * 1000 >= dueAfterMs;

  /** An answer that was lost is asked for again: the service ends the secret that nobody got. */
  async function askTwice(ask: () => Promise<NewSecret>): Promise<NewSecret> {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof UnavailableError)) throw cause;
      await sleep(Math.max(LOST_ANSWER_MS, Math.min(cause.retryAfterMs ?? 0, 10_000)));
      return ask();
    }
  }

  /** A store that forgets would lock the client out: it is tried before the service is asked. */
  async function tryStore(secret: StoredSecret): Promise<void> {
    await store.save(secret);
    if (checked(await store.load())?.client_secret !== secret.client_secret)
      throw new AuthError('invalid_secret_store', 'The secret store does not keep what it is given.');
  }

  async function rotate(
    ask: () => Promise<NewSecret>,
    confirm: () => Promise<unknown>,
    onlyIfDue: boolean,
  ): Promise<void> {
    const before = await load();
    if (onlyIfDue && !isOld(before)) return;
    await tryStore(before);
    const { client_secret, used } = await askTwice(ask);
    const fresh = { client_secret, issued_at: Math.floor(now() / 1000), previous_secret: used };
    await store.save(fresh);
    current = fresh;
    await confirm();
  }

  return {
    authentication,
    isDue: async () => isOld(current ?? (await load())),
    rotate: (ask, confirm, onlyIfDue) => {
      const work = () => rotate(ask, confirm, onlyIfDue);
      return store.exclusively ? store.exclusively(work) : work();
    },
  };
}
