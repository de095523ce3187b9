import { LRUCache } from 'lru-cache';
import { inTime, isOutage, overload } from '../faults';
import type { AuditEvent, TokenLedger, UsedCredential } from '../oauth/ports';
import type { LedgerRow } from './ledger-rows';

interface Entry {
  row: LedgerRow;
  /** When it came, milliseconds of a clock that only goes forward. */
  since: number;
  /** Whoever waits for the commit; nobody for the row of a token that has left already. */
  caller?: { resolve(): void; reject(cause: unknown): void };
}

/** How long rows nobody waits for are gathered, in milliseconds. */
const GATHER_MS = 50;
/** Tokens leave before their rows are committed only while the oldest such row is younger, in milliseconds. */
const OLDEST_OWED_MS = 250;
/** Rows in one statement; also the bound on what one commit carries. */
const LARGEST_BATCH = 500;
/** Commits under way at once: with a single one, a connection that hangs would hold up every token. */
const MOST_WRITERS = 3;
/** Longest a commit may take, in milliseconds; its rows are then tried again, and the next ones take another connection. */
const COMMIT_WITHIN_MS = 4_000;
/** Pause before rows that could not be written are tried again, in milliseconds. */
const AGAIN_AFTER_MS = 500;
/**
 * So long a commit that is late is waited for before its rows are tried again, in milliseconds: the server has given up on
 * the statement long before. Two attempts side by side would not see each other's rows.
 */
const SETTLED_AFTER_MS = 30_000;
/** After a row that no database takes, tokens wait for their rows for so long, in milliseconds. */
const DISTRUST_MS = 5_000;
/** Credentials whose use is known to be on disk: the bound on memory, some 10 MB. */
const MOST_CREDENTIALS = 100_000;
/** Rows that may wait. More are refused at once: each is a caller who would wait in vain. */
const LONGEST_QUEUE = 5_000;

interface Options {
  /** Size of the pool it writes by: one connection at least is left to whoever reads. */
  pool?: number;
  /** Whether a token leaves only when its row is committed. */
  beforeAnswer(): boolean;
  /** A row that no database would take: a defect of ours. */
  onLost(row: LedgerRow, cause: unknown): void;
}

export interface LedgerFigures {
  /** Rows that are not known to be committed. */
  waiting: number;
  /** Age in milliseconds of the oldest whose token has left already; 0 when there is none. */
  oldestOwed: number;
}

/**
 * Audit rows of clients' calls and the last use of secrets and keys, committed in groups: rows that arrive while the
 * writers are busy wait for the next one and share its commit.
 *
 * `record` resolves when the row is on disk. `recordIssued` need not wait for that: the row leaves with others within
 * 50 ms, and a process that is killed loses the rows of tokens it issued in its last 250 ms, at most. When rows become
 * older than that, since the database is slow or away, tokens wait for their rows again, and there are none without. So
 * does the first token of each credential: that it is in use decides, on any instance, whether a rotation may end it.
 *
 * @param commit writes rows in one transaction; one that rejects may have been committed all the same
 */
export function createTokenLedger(
  commit: (rows: readonly LedgerRow[]) => Promise<void>,
  { pool = 10, beforeAnswer, onLost }: Options,
): TokenLedger & { figures(): LedgerFigures } {
  const writers = Math.max(1, Math.min(MOST_WRITERS, pool - 1));
  /** So often a longest queue is taken up by all writers until it is empty. */
  const flushTurns = Math.ceil(LONGEST_QUEUE / (LARGEST_BATCH * writers));
  let waiting: Entry[] = [];
  const knownUses = new LRUCache<string, true>({ max: MOST_CREDENTIALS });
  const underWay = new Map<readonly Entry[], Promise<void>>();
  /** Of commits that are late. */
  const late = new Set<readonly Entry[]>();
  let distrustUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Since when a row of a token that has left has waited. */
  function oldestOwed(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const entries of [waiting, ...underWay.keys(), ...late]) {
      const owed = entries.find(({ caller }) => !caller);
      if (owed && owed.since < oldest) oldest = owed.since;
    }
    return oldest;
  }

  async function write(batch: readonly Entry[]): Promise<void> {
    const committed = commit(batch.map(({ row }) => row));
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    committed.then(settle, settle);
    try {
      await inTime(COMMIT_WITHIN_MS, committed, 'The audit rows were not written in time.');
      for (const { caller } of batch) caller?.resolve();
    } catch (cause) {
      // One row that cannot be written must not take others with it.
      if (isSettled && !isOutage(cause) && batch.length > 1) {
        const half = Math.ceil(batch.length / 2);
        await Promise.all([write(batch.slice(0, half)), write(batch.slice(half))]);
        return;
      }
      for (const { caller } of batch) caller?.reject(cause);
      const owed = batch.filter(({ caller }) => !caller);
      if (isSettled) failed(owed, cause);
      else if (owed.length > 0) void awaitLate(owed, committed);
    }
  }

  /** Rows of a commit that goes on after its time. */
  async function awaitLate(owed: readonly Entry[], committed: Promise<void>): Promise<void> {
    late.add(owed);
    try {
      await inTime(SETTLED_AFTER_MS, committed, 'The audit rows were not written at all.');
    } catch (cause) {
      failed(owed, cause);
    } finally {
      late.delete(owed);
    }
  }

  function failed(owed: readonly Entry[], cause: unknown): void {
    if (owed.length === 0) return;
    if (isOutage(cause)) {
      putBack(owed);
      return;
    }
    distrustUntil = performance.now() + DISTRUST_MS;
    for (const { row } of owed) onLost(row, cause);
  }

  /** Whether they were committed is not known: of those that were, no second row is written. */
  function putBack(owed: readonly Entry[]): void {
    waiting = [...owed.map((entry) => ({ ...entry, row: { ...entry.row, again: true } })), ...waiting];
    later(AGAIN_AFTER_MS);
  }

  function drain(): void {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0 && underWay.size < writers) {
      const batch = waiting.slice(0, LARGEST_BATCH);
      waiting = waiting.slice(LARGEST_BATCH);
      const written = write(batch).finally(() => {
        underWay.delete(batch);
        if (waiting.some(({ caller }) => caller)) drain();
        else if (waiting.length > 0) later(GATHER_MS);
      });
      underWay.set(batch, written);
    }
  }

  function later(milliseconds: number): void {
    timer ??= setTimeout(drain, milliseconds).unref();
  }

  function enqueue(event: AuditEvent, used: UsedCredential | undefined, mayLeave: boolean): Promise<void> {
    if (waiting.length >= LONGEST_QUEUE)
      return Promise.reject(overload('Too many audit rows wait to be written.'));
    const since = performance.now();
    if (mayLeave && since > distrustUntil && since - oldestOwed() < OLDEST_OWED_MS) {
      waiting.push({ row: { event, used }, since });
      if (waiting.length < LARGEST_BATCH) later(GATHER_MS);
      else drain();
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      waiting.push({ row: { event, used }, since, caller: { resolve, reject } });
      drain();
    });
  }

  /** Resolves when all that has come so far was written, or could not be. */
  async function flush(): Promise<void> {
    for (let turn = 0; turn < flushTurns && (waiting.length > 0 || underWay.size > 0); turn++) {
      drain();
      await Promise.all(underWay.values());
    }
  }

  return {
    record: (event) => enqueue(event, undefined, false),
    async recordIssued(event, used) {
      const isFirst = used !== undefined && !knownUses.get(used.id);
      await enqueue(event, used, !isFirst && !beforeAnswer());
      if (isFirst) knownUses.set(used.id, true);
    },
    flush,
    figures() {
      const owed = oldestOwed();
      const written = [...underWay.keys(), ...late].reduce((rows, batch) => rows + batch.length, 0);
      return {
        waiting: waiting.length + written,
        oldestOwed: Number.isFinite(owed) ? performance.now() - owed : 0,
      };
    },
  };
}
