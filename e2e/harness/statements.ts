import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { eventually } from './eventually';

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

/** What PostgreSQL did for one statement. */
export interface Explained {
  statement: string;
  /** Tables that were read from their first row to their last, and had any. */
  readWhole: string[];
  /** Pages of 8 KiB. */
  pages: number;
  milliseconds: number;
}

/** From now on the database writes every statement into its log. */
export async function logStatements(database: Sql): Promise<void> {
  await database`ALTER SYSTEM SET log_min_duration_statement = 0`;
  await database`SELECT pg_reload_conf()`;
}

/** The statements that the database was sent while `work` went on, as its log has them by then. */
export async function statementsDuring(dataDir: string, work: () => Promise<unknown>): Promise<string[]> {
  const log = join(dataDir, 'postgres.log');
  const before = statSync(log).size;
  await work();
  return statementsIn(readFileSync(log).subarray(before).toString('utf8'));
}

/** The statements that a service sends while `work` goes on and `isMeant` knows, with their parameters put in. */
export async function sentStatements(
  dataDir: string,
  isMeant: (statement: string) => boolean,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const log = join(dataDir, 'postgres.log');
  const before = statSync(log).size;
  await work();
  return eventually('the statements are in the log', () => {
    const found = statementsIn(readFileSync(log).subarray(before).toString('utf8')).filter(isMeant);
    return found.length > 0 ? found : undefined;
  });
}

/** Each of them explained as it was sent: not a copy of a query, but the one. */
export async function explained(
  database: Sql,
  dataDir: string,
  isMeant: (statement: string) => boolean,
  work: () => Promise<unknown>,
): Promise<Explained[]> {
  const sent = await sentStatements(dataDir, isMeant, work);
  const answers: Explained[] = [];
  for (const statement of sent) {
    const rows = await database.unsafe(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement}`);
    const [{ Plan: plan, 'Execution Time': milliseconds }] = rows[0]?.['QUERY PLAN'] ?? [];
    answers.push({
      statement,
      readWhole: nodes(plan)
        .filter((node) => node['Node Type'] === 'Seq Scan' && pagesOf(node) > 0)
        .map((node) => node['Relation Name'] ?? ''),
      pages: pagesOf(plan),
      milliseconds,
    });
  }
  return answers;
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
const pagesOf = (plan: Plan): number => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];

/** With their parameters put in. */
function statementsIn(log: string): string[] {
  const entries = log.split(/^(?=\d{4}-\d\d-\d\d \S+ \S+ \[)/m);
  return entries.flatMap((entry, place) => {
    const statement = /LOG: {2}duration: \S+ ms {2}execute [^:]+: ([\s\S]+)$/.exec(entry)?.[1]?.trim();
    if (statement === undefined) return [];
    const detail = /DETAIL: {2}parameters: ([\s\S]+)$/i.exec(entries[place + 1] ?? '')?.[1] ?? '';
    const values = new Map(
      Array.from(detail.matchAll(/\$(\d+) = (NULL|'(?:[^']|'')*')/g), ([, number, value]) => [number, value]),
    );
    return [statement.replace(/\$(\d+)/g, (whole, number) => values.get(number) ?? whole)];
  });
}
