import type { Clock } from '../clock';
import type { ClientJwks } from '../oauth/client-jwks';
import { createKeyRing, type KeyRing } from './key-ring';

/** How long a fetched set is taken as it is: the bound on how late we see that a key was withdrawn. */
const FRESH_MS = 10 * 60_000;
/** How long it is still used while its address gives nothing better. */
const LAST_GOOD_MS = 60 * 60_000;
/** Between two fetches, whoever asks for whatever: a stranger must not be able to aim us at an address. */
const COOL_DOWN_MS = 30_000;

/**
 * A key set behind an address. Not jose's own `createRemoteJWKSet`: that one counts its cool-down from the last success,
 * so that an address which fails is fetched at every request, and keeps nothing when a refresh fails.
 *
 * @param fetchSet may fail in any way; told to `report`, never to the caller
 */
export function createRemoteKeySet(
  fetchSet: () => Promise<ClientJwks>,
  clock: Clock,
  report: (cause: unknown) => void,
): KeyRing {
  let good: { ring: KeyRing; fetchedAt: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let fetching: Promise<void> | undefined;

  /** Either way round: a clock that was set back must not stop us for as long as it was wrong. */
  const isWithin = (milliseconds: number, since: number) => Math.abs(clock() - since) < milliseconds;

  async function fetchNow(): Promise<void> {
    triedAt = clock();
    try {
      good = { ring: createKeyRing(await fetchSet()), fetchedAt: clock() };
    } catch (cause) {
      report(cause);
    }
  }

  async function refresh(): Promise<void> {
    if (!fetching && isWithin(COOL_DOWN_MS, triedAt)) return;
    fetching ??= fetchNow().finally(() => {
      fetching = undefined;
    });
    await fetching;
  }

  const look: KeyRing['find'] = async (header) =>
    good && isWithin(LAST_GOOD_MS, good.fetchedAt) ? good.ring.find(header) : [];

  return {
    async find(header) {
      if (!good || !isWithin(FRESH_MS, good.fetchedAt)) await refresh();
      const found = await look(header);
      if (found.length > 0) return found;
      // A key that was published since.
      await refresh();
      return look(header);
    },
  };
}
