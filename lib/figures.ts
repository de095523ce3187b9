/** What a process can say of itself at one moment, from memory. Counts are since it began; times in milliseconds. */
export interface Figures {
  outcomes: readonly { operation: string; outcome: string; calls: number }[];
  limits: {
    /** `local`: of both, those that the process decided by itself while the store was out. */
    policies: readonly { policy: string; allowed: number; refused: number; local: number }[];
    storeIsOut: boolean;
  };
  changes: {
    /** Whether tokens are judged by what is in memory; else every request reads the database. */
    areBelieved: boolean;
    /** Since all changes were known for the last time; undefined before the first. */
    proofAge: number | undefined;
  };
  signing: {
    /** Since the epoch, as the others: when the active key began to sign, and when it is to be replaced. */
    since?: number | undefined;
    until?: number | undefined;
    now: number;
    signaturesWaiting: number;
  };
  database: { connections: number; underWay: number };
  audit: {
    /** Rows that are not known to be committed. */
    waiting: number;
    /** Age of the oldest whose token has left; 0 when there is none. */
    oldestOwed: number;
    lost: number;
  };
  usage: { waiting: number; leftOut: number };
  /** Undefined where no Redis is set up. */
  redisIsReady: boolean | undefined;
}
