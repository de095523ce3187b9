import { RateLimiterRes } from 'rate-limiter-flexible';
import { LocalLimiter } from './local-limiter';
import type { OutageWatch } from './outage';
import { createPlaceQueue } from './place-queue';
import { FORGIVEN, type ForgivenPolicy, type Limits, type PolicyName } from './policies';
import { SlidingLimiter } from './sliding-limiter';
import type { SlidingStore } from './sliding-store';

/** Keys that are counted here while the store is out, over all policies: the bound on memory. */
const LOCAL_PLACES = 65_536;

interface PolicyFigures {
  policy: PolicyName;
  allowed: number;
  refused: number;
  /** Of both, those that this process decided by itself, the store being out. */
  readonly local: number;
}

/** A store whose every result is known to the watch. */
function watched(store: SlidingStore, watch: OutageWatch): SlidingStore {
  const seen = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const result = await work;
      watch.succeeded();
      return result;
    } catch (cause) {
      watch.failed(cause);
      throw cause;
    }
  };
  return {
    take: (wanted) => seen(store.take(wanted)),
    giveBack: (key) => seen(store.giveBack(key)),
    clear: (key) => seen(store.clear(key)),
  };
}

/**
 * The `RateLimiter` of the core. Exact over all instances as long as the store can be reached; while it cannot, each
 * process holds to a smaller limit of its own. Its methods do not fail.
 */
export function createRateLimiter(store: SlidingStore, limits: Limits, watch: OutageWatch) {
  const policies = Object.keys(limits) as PolicyName[];
  const places = Math.floor(LOCAL_PLACES / policies.length);
  const counted = watched(store, watch);
  const { take } = createPlaceQueue(counted);
  const decisions = new Map<PolicyName, PolicyFigures>();
  const limiters = Object.fromEntries(
    policies.map((policy) => {
      const limit = limits[policy];
      const insurance = new LocalLimiter(limit, places);
      decisions.set(policy, {
        policy,
        allowed: 0,
        refused: 0,
        get local() {
          return insurance.decided;
        },
      });
      const forgiven = (FORGIVEN as readonly PolicyName[]).includes(policy);
      return [
        policy,
        new SlidingLimiter({ counts: { ...counted, take }, policy, limit, insurance, forgiven }),
      ];
    }),
  ) as Record<PolicyName, SlidingLimiter>;

  return {
    async take(policy: PolicyName, key: string) {
      const [allowed, { remainingPoints, msBeforeNext }] = await limiters[policy].consume(key).then(
        (result) => [true, result] as const,
        (refusal: unknown) => {
          if (refusal instanceof RateLimiterRes) return [false, refusal] as const;
          throw refusal;
        },
      );
      const figures = decisions.get(policy) as PolicyFigures;
      if (allowed) figures.allowed++;
      else figures.refused++;
      const reset = Math.ceil(msBeforeNext / 1000);
      return {
        allowed,
        limit: limits[policy],
        remaining: remainingPoints,
        retryAfter: allowed ? 0 : reset,
        reset,
      };
    },
    async clear(policy: ForgivenPolicy, key: string): Promise<void> {
      await limiters[policy].delete(key);
    },
    async giveBack(policy: ForgivenPolicy, key: string): Promise<void> {
      await limiters[policy].reward(key);
    },
    untouched: (policy: PolicyName) => ({
      allowed: true,
      limit: limits[policy],
      remaining: limits[policy],
      retryAfter: 0,
      reset: 0,
    }),
    /** What was decided since the process began. */
    figures: () => ({ policies: [...decisions.values()], storeIsOut: watch.isOut() }),
  };
}
