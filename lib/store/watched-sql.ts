import type { Sql } from 'postgres';
import { watch } from '../watch';

/** What postgres.js makes of a statement: sent once somebody waits for it, and not at all as a part of another one. */
interface LazyQuery extends Promise<unknown> {
  readonly executed: boolean;
  readonly strings: readonly string[];
  /** Of a cursor: one that is iterated over never settles, and would count for ever. */
  readonly cursorFn?: unknown;
  handle(): Promise<void>;
}

export interface DatabaseFigures {
  /** Connections at most. */
  connections: number;
  /** Statements outside of transactions, and transactions, that were not answered yet. More than there are connections: some wait. */
  underWay: number;
}

/** The kind of a statement and the table it is about, for a trace: never a value. @param text its beginning */
export function summaryOf([text = '']: readonly string[]): string {
  const written = /\b(insert into|(?<!for )update|delete from)\s+"?([a-z_]+)/i.exec(text);
  const [, verb = 'statement', table = ''] =
    written ?? /\b(select)\b[\s\S]*?\bfrom\s+"?([a-z_]+)/i.exec(text) ?? [];
  return `${verb.split(' ', 1)[0]?.toUpperCase()} ${table}`.trim();
}

/**
 * A pool whose statements are counted and timed, and traced where their request is. A transaction holds its connection
 * from its beginning to its end, and counts as one.
 *
 * @param connections of the pool, at most
 */
export function watchedSql(pool: Sql, connections: number): { sql: Sql; figures(): DatabaseFigures } {
  let underWay = 0;

  function observe(work: Promise<unknown>, name: () => string): void {
    const watching = watch();
    const span = watching?.beginSpan?.(name(), { 'db.system.name': 'postgresql' });
    const began = performance.now();
    underWay++;
    const ended = (fault?: unknown) => {
      underWay--;
      watching?.databaseAnswered((performance.now() - began) / 1000, fault);
      span?.end(fault);
    };
    // Not the `then` of a query, which sends it.
    Promise.prototype.then.call(work, () => ended(), ended);
  }

  /** Names and lists of values are no queries, and are passed on. */
  function watched<T>(made: T): T {
    if (!(made instanceof Promise)) return made;
    const query = made as unknown as LazyQuery;
    const { handle } = query;
    query.handle = () => {
      if (!query.executed && !query.cursorFn) observe(query, () => summaryOf(query.strings));
      return handle.call(query);
    };
    return made;
  }

  // biome-ignore lint/suspicious/noExplicitAny: as many forms as the library has, and each is passed on as it came
  type Call = (...given: any[]) => any;
  const ask: Call = pool;
  const unsafe: Call = pool.unsafe;
  const begin: Call = pool.begin;
  const sql: Call = (...given) => watched(ask(...given));
  return {
    sql: Object.assign(sql, pool, {
      unsafe: (...given: unknown[]) => watched(unsafe(...given)),
      begin(...given: unknown[]) {
        const work = begin(...given);
        observe(work, () => 'TRANSACTION');
        return work;
      },
    }) as unknown as Sql,
    figures: () => ({ connections, underWay }),
  };
}
