/** What a store says of one call. */
export interface SlidingCount {
  allowed: boolean;
  /** Calls of the last minute, with this one if it was allowed. */
  used: number;
  /** Milliseconds until a place is free; 0 when allowed. */
  wait: number;
}

/**
 * Where calls are counted, over all instances: a sliding minute of 60 one-second slots a key, by the store's own clock.
 * A refused call takes no place. Every method rejects when the store cannot be reached or does not answer in time.
 */
export interface SlidingStore {
  /** Takes one of `limit` places, atomically. */
  take(key: string, limit: number): Promise<SlidingCount>;
  /** Undoes one `take`. The oldest place is freed, so that no minute ever holds more than its limit. */
  giveBack(key: string): Promise<void>;
  /** Forgets the key. */
  clear(key: string): Promise<void>;
}
