import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { moveEverything } from '@/lib/admin/move';
import { databaseAddress } from '@/lib/database-address';
import { columns } from '../columns';
import { layDatabase } from '../foundation';
import { command, say } from './command';
import { Complaint } from './complaint';

/** From the embedded database to a PostgreSQL of one's own, or from any to any. */
export function moveDatabaseCommand(program: Command): void {
  command(
    program,
    'move-database',
    'copies everything into another, empty PostgreSQL, and compares every table; what there is stays as it is. Stop the service first',
  )
    .option(
      '--to <address>',
      'postgres://user@host/database; the password from PGPASSWORD, or in the address',
    )
    .option('--to-file <file>', 'a file with that address, which other users of the machine do not see')
    .action(async ({ json, to, toFile }) => {
      const target = addressOf(to, toFile);
      // Hours may go by; and the embedded database is to be stopped whatever happens.
      const breaking = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.on(signal, () => breaking.abort());
      const { embedded, dataDir, leaveDatabase } = await layDatabase();
      try {
        const tables = await moveEverything(sourceAddress(), target, resolve('drizzle'), breaking.signal);
        say(json, { tables, rows: sum(tables) }, words(tables, embedded ? dataDir : undefined));
      } finally {
        await leaveDatabase();
      }
    });
}

/** Never said again: a password may be in it. */
function addressOf(given: string | undefined, file: string | undefined): string {
  if ((given === undefined) === (file === undefined))
    throw new Complaint('Where to? Give --to or --to-file.');
  const address = given ?? contentOf(file ?? '', '--to-file');
  if (!/^postgres(ql)?:\/\//.test(address) || !URL.canParse(address))
    throw new Complaint('The database to move to must be a postgres:// address.');
  try {
    databaseAddress(address);
  } catch (cause) {
    throw new Complaint(`The address of the database to move to is not usable: ${(cause as Error).message}`);
  }
  return address;
}

function sourceAddress(): string {
  const { DATABASE_URL, DATABASE_URL_FILE } = process.env;
  const address = DATABASE_URL || (DATABASE_URL_FILE && contentOf(DATABASE_URL_FILE, 'DATABASE_URL_FILE'));
  if (!address) throw new Complaint('DATABASE_URL says which database is to be moved: it is missing.');
  return address;
}

/** @param namedBy the option or variable */
function contentOf(file: string, namedBy: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const { code = 'unreadable' } = cause as { code?: string };
    throw new Complaint(`${namedBy} names a file that cannot be read (${code}): ${file}`);
  }
}

type MovedTable = Awaited<ReturnType<typeof moveEverything>>[number];

const sum = (tables: MovedTable[]) => tables.reduce((all, { rows }) => all + rows, 0);

function words(tables: MovedTable[], dataDir: string | undefined): string[] {
  return [
    ...columns([['TABLE', 'ROWS'], ...tables.map(({ table, rows }) => [table, String(rows)])]),
    '',
    `Moved ${sum(tables)} rows of ${tables.length} tables; each table was compared, and is the same.`,
    'Set DATABASE_URL to the new database, keep all other settings, and start.',
    ...(dataDir
      ? [
          `Without NODE_ENV=production the secrets in ${dataDir}/local.json are used on; for production, set`,
          'KEY_ENCRYPTION_KEY, SECRET_PEPPER, NEXTAUTH_SECRET to what stands there, ISSUER to what it was, and ENVIRONMENT=local.',
        ]
      : []),
    'The old database is untouched: delete it once the new one serves.',
  ];
}
