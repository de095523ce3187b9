import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { SlidingCount } from './place-queue';
import { WINDOW_SECONDS } from './policies';
import type { SlidingStore } from './sliding-store';

const WINDOW_MS = WINDOW_SECONDS * 1000;

/** Where one call after the other is counted. */
interface Counts extends Pick<SlidingStore, 'giveBack' | 'clear'> {
  take(key: string, limit: number): Promise<SlidingCount>;
}

interface Options {
  counts: Counts;
  policy: string;
  limit: number;
  /** Answers while the store is out. */
  insurance: RateLimiterAbstract;
  /** Counts may be taken back, in this process or another. */
  forgiven: boolean;
}

/**
 * The library's limiter over a sliding minute; its own stores count in fixed windows. Of the library are the keys
 * refused from memory, so that a flood does not reach the store, and the limiter that answers when the store cannot.
 */
export class SlidingLimiter extends RateLimiterStoreAbstract<SlidingCount | undefined> {
  readonly #counts: Counts;

  constructor({ counts, policy, limit, insurance, forgiven }: Options) {
    super({
      keyPrefix: policy,
      points: limit,
      duration: WINDOW_SECONDS,
      insuranceLimiter: insurance,
      // From the first refusal until the store would have a place again. Not where counts are taken back: another
      // process would go on refusing someone who has been forgiven.
      inMemoryBlockOnConsumed: forgiven ? 0 : limit + 1,
    });
    this.#counts = counts;
  }

  protected async _upsert(key: string, points: number): Promise<SlidingCount | undefined> {
    if (points > 0) return this.#counts.take(key, this.points);
    await this.#counts.giveBack(key);
  }

  protected async _delete(key: string): Promise<boolean> {
    await this.#counts.clear(key);
    return true;
  }

  /** The library refuses whoever has consumed more than there is; a refused call has taken nothing in the store. */
  protected _getRateLimiterRes(_key: string, _points: number, count?: SlidingCount): RateLimiterRes {
    if (!count) return new RateLimiterRes();
    if (!count.allowed) return new RateLimiterRes(0, count.wait, this.points + 1);
    return new RateLimiterRes(Math.max(0, this.points - count.used), WINDOW_MS, count.used);
  }

  /** The library keeps the end of a refusal by the wall clock: one that was set back must not make hours of a minute. */
  protected override getInMemoryBlockMsBeforeExpire(key: string): number {
    const remaining = super.getInMemoryBlockMsBeforeExpire(key);
    if (remaining <= WINDOW_MS) return remaining;
    this._inMemoryBlockedKeys.delete(key);
    return 0;
  }
}
