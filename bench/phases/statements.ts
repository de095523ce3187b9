import { openDatabase } from '../../e2e/harness/database';
import { logStatements, sentStatements } from '../../e2e/harness/statements';
import { introspectByJson, introspectBySecret, revoke, send, tokenByJson } from '../load/request';
import type { Grown } from './grown';

/** Long enough for what is written in batches to be written, in milliseconds. */
const BATCHES_MS = 4_000;

/** Of a plan; what is deeper says little. */
const MOST_LINES = 30;

/** Of one kind of statement one is enough. */
const shapeOf = (statement: string): string =>
  statement
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/\b\d+\b/g, '?')
    .replace(/(\(\s*\?[^()]*\)\s*,\s*)+/g, '')
    .replace(/\s+/g, ' ')
    .slice(0, 400);

/** What a start and the hot path send to the database, each explained as it was sent and undone again. */
export async function explainHotStatements(grown: Grown): Promise<string> {
  const db = openDatabase(grown.dataDir);
  try {
    await logStatements(db);
    const sent = await sentStatements(grown.dataDir, isOurs, async () => {
      await grown.restart();
      const { port } = grown.product;
      const [one, other] = grown.clients.slice(-2);
      if (!one || !other) throw new Error('There are no clients.');
      const tokens: string[] = [];
      for (const client of [one, other])
        tokens.push((await send(tokenByJson(client), port)).json.access_token);
      const [mine = '', others = ''] = tokens;
      await send(introspectByJson(mine, others), port);
      await send(introspectBySecret(one, others), port);
      await send(revoke(other, others), port);
      await new Promise((resolve) => setTimeout(resolve, BATCHES_MS));
    });
    const kinds = new Map(sent.map((statement) => [shapeOf(statement), statement]));
    const plans: string[] = [];
    for (const statement of kinds.values()) {
      const lines = await planOf(statement);
      plans.push(`${statement.replace(/\s+/g, ' ').slice(0, 300)}\n${lines.join('\n')}`);
    }
    return `### Plans of the statements of a start and of the hot path, at the largest size\n\n\`\`\`\n${plans.join('\n\n')}\n\`\`\``;
  } finally {
    await db.end();
  }

  async function planOf(statement: string): Promise<string[]> {
    const undone = new Error('undone');
    let lines: string[] = [];
    await db
      .begin(async (tx) => {
        const rows = await tx.unsafe(`EXPLAIN (ANALYZE, BUFFERS) ${statement}`);
        lines = rows.slice(0, MOST_LINES).map((row) => `  ${String(row['QUERY PLAN']).slice(0, 160)}`);
        throw undone;
      })
      .catch((cause: Error) => {
        if (cause !== undone) lines = [`  (cannot be run a second time: ${cause.message})`];
      });
    return lines;
  }
}

/** Not what PostgreSQL's own tables are asked, nor migrations. */
const isOurs = (statement: string): boolean =>
  /^\s*(select|insert|update|delete|with)\b/i.test(statement) &&
  !/\bpg_|information_schema|__drizzle|set_config/i.test(statement);
