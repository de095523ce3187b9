/**
 * What the library's own stores extend, and its README asks others to. Its types promise it from the package's main
 * module, which does not export it.
 */
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import type { RateLimiterAbstract, RateLimiterLike, RateLimiterRes } from 'rate-limiter-flexible';

  interface Options {
    keyPrefix: string;
    points: number;
    /** Seconds. */
    duration: number;
    /** Points from which on a key is refused without asking the store; 0 for never. */
    inMemoryBlockOnConsumed?: number;
    insuranceLimiter?: RateLimiterLike;
  }

  export default abstract class RateLimiterStoreAbstract<Result> extends RateLimiterAbstract {
    constructor(options: Options);

    /** @param points negative for `reward` */
    protected abstract _upsert(key: string, points: number): Promise<Result>;
    protected abstract _delete(key: string): Promise<boolean>;
    protected abstract _getRateLimiterRes(key: string, changedPoints: number, result: Result): RateLimiterRes;

    protected _inMemoryBlockedKeys: { delete(key: string): void };
    /** Milliseconds for which the key is still refused without asking; 0 for not at all. */
    protected getInMemoryBlockMsBeforeExpire(key: string): number;
  }
}
