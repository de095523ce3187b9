import { createHash } from 'node:crypto';
import type { Clock } from '../clock';
import type { Log } from '../log';
import type { ClientJwks } from '../oauth/client-jwks';
import type { ClientKeys } from '../oauth/ports';
import { createKeyRing, type KeyRing } from './key-ring';
import { createRemoteKeySet } from './remote-key-set';

/** Sets kept in memory, of either kind. */
const MOST_SETS = 1_000;

/** The least recently used one goes first. */
function remember(cache: Map<string, KeyRing>, name: string, make: () => KeyRing): KeyRing {
  const ring = cache.get(name) ?? make();
  cache.delete(name);
  cache.set(name, ring);
  const [oldest] = cache.keys();
  if (cache.size > MOST_SETS && oldest !== undefined) cache.delete(oldest);
  return ring;
}

/**
 * The registered keys of clients. A set that cannot be had is a set without keys: the client is refused, and the
 * operator finds why in the log, at most once a cool-down and address.
 */
export function createClientKeys(
  fetchSet: (address: string) => Promise<ClientJwks>,
  clock: Clock,
  log: Pick<Log, 'warn'>,
): ClientKeys {
  const pasted = new Map<string, KeyRing>();
  const remote = new Map<string, KeyRing>();

  const remoteSet = (address: string) =>
    createRemoteKeySet(
      () => fetchSet(address),
      clock,
      // The path and the query of an address may be somebody's secret.
      (cause) => log.warn({ err: cause, host: new URL(address).host }, "a client's key set was not fetched"),
    );

  return {
    async find({ jwks, jwksUri }, header) {
      if (jwks) {
        const digest = createHash('sha256').update(JSON.stringify(jwks)).digest('base64');
        return remember(pasted, digest, () => createKeyRing(jwks)).find(header);
      }
      return jwksUri ? remember(remote, jwksUri, () => remoteSet(jwksUri)).find(header) : [];
    },
  };
}
