import { Counter, Gauge, Histogram } from 'prom-client';
import { isUnanswered } from '@/lib/faults';
import type { Figures } from '@/lib/figures';

const SECOND_MS = 1000;

/** How those of several workers become one: their sum, or the worst of them. */
type OfAll = 'sum' | 'min' | 'max';

/**
 * What a process knows of its inside, read at the moment it is asked: nothing is counted a second time for it.
 *
 * @param figures from memory: a scrape asks neither the database nor Redis
 */
export function exposeFigures(figures: () => Figures): void {
  /** @param value nothing is shown where it is undefined */
  const gauge = (name: string, help: string, ofAll: OfAll, value: (now: Figures) => number | undefined) =>
    new Gauge({
      name,
      help,
      aggregator: ofAll,
      collect() {
        const known = value(figures());
        if (known === undefined) this.remove();
        else this.set(known);
      },
    });
  const total = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    values: (now: Figures) => readonly (readonly [labels: Record<Label, string>, count: number])[],
  ) =>
    new Counter({
      name,
      help,
      labelNames,
      collect() {
        this.reset();
        for (const [labels, count] of values(figures())) this.inc(labels, count);
      },
    });
  const yes = (fact: boolean) => (fact ? 1 : 0);

  total(
    'gooclaim_outcomes_total',
    'Calls of the OAuth endpoints, the management API and the MCP server, by operation and outcome',
    ['operation', 'outcome'],
    ({ outcomes }) => outcomes.map(({ operation, outcome, calls }) => [{ operation, outcome }, calls]),
  );

  total(
    'gooclaim_rate_limit_decisions_total',
    'Calls that a limit allowed or refused',
    ['policy', 'decision'],
    ({ limits }) =>
      limits.policies.flatMap(
        ({ policy, allowed, refused }) =>
          [
            [{ policy, decision: 'allowed' }, allowed],
            [{ policy, decision: 'refused' }, refused],
          ] as const,
      ),
  );
  total(
    'gooclaim_rate_limit_local_decisions_total',
    'Of them, those that a process decided by itself, by a quarter of the limit, since the store was out',
    ['policy'],
    ({ limits }) => limits.policies.map(({ policy, local }) => [{ policy }, local]),
  );
  gauge(
    'gooclaim_rate_limit_store_up',
    '0 while limits cannot be counted over all processes',
    'min',
    ({ limits }) => yes(!limits.storeIsOut),
  );
  gauge('gooclaim_redis_up', '0 while Redis cannot be asked; absent where none is set up', 'min', (now) =>
    now.redisIsReady === undefined ? undefined : yes(now.redisIsReady),
  );

  gauge(
    'gooclaim_memory_believed',
    '1 while every change in the database is known: else each request reads it',
    'min',
    ({ changes }) => yes(changes.areBelieved),
  );
  gauge(
    'gooclaim_changes_age_seconds',
    'Time since every change in the database was known for the last time',
    'max',
    ({ changes }) => changes.proofAge && changes.proofAge / SECOND_MS,
  );

  gauge('gooclaim_signing_key_age_seconds', 'How long the active key has signed', 'max', ({ signing }) =>
    signing.since === undefined ? undefined : (signing.now - signing.since) / SECOND_MS,
  );
  gauge(
    'gooclaim_signing_key_rotation_in_seconds',
    'Time until the active key is to be replaced; negative when that is overdue',
    'min',
    ({ signing }) => (signing.until === undefined ? undefined : (signing.until - signing.now) / SECOND_MS),
  );
  gauge(
    'gooclaim_signatures_waiting',
    'Tokens that wait to be signed; at a thousand in one process requests are refused',
    'sum',
    ({ signing }) => signing.signaturesWaiting,
  );

  gauge(
    'gooclaim_database_connections_limit',
    'Connections of the pool, at most',
    'sum',
    ({ database }) => database.connections,
  );
  gauge(
    'gooclaim_database_connections_used',
    'Connections of the pool that a statement or a transaction has',
    'sum',
    ({ database }) => Math.min(database.underWay, database.connections),
  );
  gauge(
    'gooclaim_database_waiting',
    'Statements and transactions for which no connection was free',
    'sum',
    ({ database }) => Math.max(0, database.underWay - database.connections),
  );

  gauge(
    'gooclaim_audit_rows_waiting',
    'Audit rows that are not known to be committed',
    'sum',
    ({ audit }) => audit.waiting,
  );
  gauge(
    'gooclaim_audit_oldest_row_seconds',
    'Age of the oldest audit row that is not committed and whose token has left',
    'max',
    ({ audit }) => audit.oldestOwed / SECOND_MS,
  );
  total('gooclaim_audit_rows_lost_total', 'Audit rows that no database would take', [], ({ audit }) => [
    [{}, audit.lost],
  ]);
  gauge(
    'gooclaim_usage_lines_waiting',
    'Lines of usage counts that wait to be written',
    'sum',
    ({ usage }) => usage.waiting,
  );
  total(
    'gooclaim_usage_calls_lost_total',
    'Calls that are missing from the charts, since there was no room for them',
    [],
    ({ usage }) => [[{}, usage.leftOut]],
  );
}

const statements = new Histogram({
  name: 'gooclaim_database_duration_seconds',
  help: 'Time that statements and transactions took, waiting for a connection included, by outcome',
  labelNames: ['outcome'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
});
const byOutcome = {
  done: statements.labels('done'),
  refused: statements.labels('refused'),
  outage: statements.labels('outage'),
};

/** @param fault `refused`: the database answered, such as for a name that is taken or a lock that others hold; `outage`: it did not */
export function databaseAnswered(seconds: number, fault: unknown): void {
  byOutcome[fault === undefined ? 'done' : isUnanswered(fault) ? 'outage' : 'refused'].observe(seconds);
}
