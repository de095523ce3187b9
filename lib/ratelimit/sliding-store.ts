/** Calls of one key that are counted together. */
export interface WantedPlaces {
  key: string;
  /** Calls a minute. */
  limit: number;
  calls: number;
}

/** What a store says of them. */
export interface GrantedPlaces {
  /** So many of the calls are within the limit. */
  granted: number;
  /** Calls of the last minute, with those that were granted. */
  used: number;
  /** Milliseconds until a place is free; 0 when all were granted. */
  wait: number;
}

/**
 * Where calls are counted, over all instances: a sliding minute of 60 one-second slots a key, by the store's own clock.
 * A refused call takes no place. Every method rejects when the store cannot be reached or does not answer in time.
 */
export interface SlidingStore {
  /** Takes places for each key, atomically a key; no key twice. The answers are in the order of the questions. */
  take(wanted: readonly WantedPlaces[]): Promise<readonly GrantedPlaces[]>;
  /** Undoes one call. The oldest place is freed, so that no minute ever holds more than its limit. */
  giveBack(key: string): Promise<void>;
  /** Forgets the key. */
  clear(key: string): Promise<void>;
}
