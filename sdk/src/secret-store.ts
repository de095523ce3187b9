/** What is kept of a client's secret. */
export interface StoredSecret {
  readonly client_secret: string;
  /** When it was issued, UNIX seconds; 0: not known, and so to be replaced at the next occasion. */
  readonly issued_at: number;
  /** The one before: should the new one be refused, this may still work. */
  readonly previous_secret?: string;
}

/**
 * Where a client keeps the secret that it rotates: a file, a table, a secret manager. What is saved must outlive the
 * process and the machine, or the client is locked out when its first secret ends.
 */
export interface SecretStore {
  /** @returns undefined while nothing was saved */
  load(): Promise<StoredSecret | undefined>;
  /** In one step: whoever loads sees the old or the new, whole. It returns when the new one cannot be lost any more. */
  save(secret: StoredSecret): Promise<void>;
  /**
   * Does the work while no other process does work of this kind with the same store. Needed where several processes
   * share a store: they all find on the same day that the secret is old.
   */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
}
