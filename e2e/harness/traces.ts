import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDatabase } from './database';
import type { Service } from './service';

/** Every row of every table, with every column, as text: bytes are in hex. */
export async function dump(dataDir: string): Promise<string> {
  const sql = openDatabase(dataDir);
  try {
    const tables = await sql<{ place: string; name: string }[]>`
      SELECT table_schema AS place, table_name AS name FROM information_schema.tables
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`;
    const rows: string[] = [];
    for (const { place, name } of tables)
      for (const { row } of await sql`SELECT to_jsonb(t)::text AS row FROM ${sql(place)}.${sql(name)} t`)
        rows.push(row);
    return rows.join('\n');
  } finally {
    await sql.end();
  }
}

const hex = (text: string) => Buffer.from(text).toString('hex');

/** None of them is in a table, audit rows included, in what the processes printed, or in a file of theirs. */
export async function expectNoTraces(
  dataDir: string,
  services: Service[],
  canaries: Iterable<string>,
): Promise<void> {
  const rows = await dump(dataDir);
  const files = readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'local.json')
    .map((entry) => readFileSync(join(dataDir, entry.name), 'utf8'));
  const printed = [...services.map((service) => service.stdout() + service.stderr()), ...files].join('\n');
  // What is looked through is what it says it is.
  expect(rows).toContain('member.');
  for (const canary of canaries) {
    expect(canary.length).toBeGreaterThan(12);
    expect(rows.includes(canary) || rows.includes(hex(canary)), 'in the database').toBe(false);
    expect(printed.includes(canary), 'in what was printed').toBe(false);
  }
}
