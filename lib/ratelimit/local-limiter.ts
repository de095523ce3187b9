import { createHash } from 'node:crypto';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { WINDOW_SECONDS } from './policies';

/**
 * What one process lets through by itself while the store is out: a quarter of the limit, so that a few processes
 * together stay near it. Keys are hashed into a fixed number of places; two that share one share its cap.
 */
export class LocalLimiter extends RateLimiterMemory {
  readonly #places: number;
  /** Calls that it answered. */
  decided = 0;

  constructor(limit: number, places: number) {
    super({ points: Math.max(1, Math.floor(limit / 4)), duration: WINDOW_SECONDS });
    this.#places = places;
  }

  override consume(...call: Parameters<RateLimiterMemory['consume']>): Promise<RateLimiterRes> {
    this.decided++;
    return super.consume(...call);
  }

  override getKey(key: string | number): string {
    return String(createHash('sha256').update(String(key)).digest().readUInt32BE(0) % this.#places);
  }
}
