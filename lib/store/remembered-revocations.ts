import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../clock';
import type { Memory } from './change-feed';
import { createRevocationIndex } from './revocation-index';
import { KEPT_PAST_EXPIRY_MS, type Revocation } from './revocations';

const PAGE = 2_000;
const TRY_AGAIN_MS = 1_000;
const SWEEP_EVERY_MS = 15_000;
/** More are not kept, and each token is looked up in the database as if none were: the bound on memory, 90 MB. */
const MOST_REVOCATIONS = 4_000_000;

/**
 * The revoked tokens of all tenants, read in pages when the process begins to follow the changes, and told of one by one
 * from then on.
 *
 * @param readPage those after a `jti`, in the order of the database
 */
export function createRememberedRevocations(
  readPage: (after: string, count: number) => Promise<readonly Revocation[]>,
  clock: Clock,
) {
  const index = createRevocationIndex();
  const now = () => (clock() - KEPT_PAST_EXPIRY_MS) / 1000;
  let reading: AbortController | undefined;
  let isWhole = false;
  let isFull = false;
  let sweptAt = 0;

  function add({ jti, expires }: Revocation): void {
    if (index.size() < MOST_REVOCATIONS) index.add(jti, expires, now());
    else isFull = true;
  }

  async function readAll({ signal }: AbortController): Promise<void> {
    let after = '';
    while (!signal.aborted) {
      try {
        const page = await readPage(after, PAGE);
        if (signal.aborted) return;
        for (const row of page) add(row);
        const last = page.at(-1);
        isWhole = !last;
        if (!last || isFull) return;
        after = last.jti;
      } catch {
        await setTimeout(TRY_AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  function forgetAll(): void {
    reading?.abort();
    reading = new AbortController();
    isWhole = false;
    isFull = false;
    index.clear();
    void readAll(reading);
  }

  const memory: Memory = {
    forgetAll,
    apply(change) {
      if (change.what === 'revocations') forgetAll();
      else if (change.what === 'revoked') add({ jti: change.jti, expires: change.expiresAt });
    },
  };

  return {
    memory,
    /** True: the database has no such row, as far as the feed is to be believed. False: ask it. */
    isNotRevoked(jti: string): boolean {
      if (clock() - sweptAt > SWEEP_EVERY_MS) {
        sweptAt = clock();
        index.sweep(now());
        if (isFull && index.size() < MOST_REVOCATIONS / 2) forgetAll();
      }
      return isWhole && !isFull && !index.mayHave(jti);
    },
    close: () => reading?.abort(),
  };
}
