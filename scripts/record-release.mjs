// Records every statement that this release sends to the database, while its own tests are at work on it. With the next
// release's schema e2e/process/own-database.test.ts then lets PostgreSQL understand each of them. To be run once a release:
//   node scripts/record-release.mjs            runs the tests, which takes as long as they do
//   node scripts/record-release.mjs FOLDER     reads logs that are there
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './setup/browser.mjs';
import { run, say } from './setup/process.mjs';
import { ensureRedis } from './setup/redis.mjs';
import { makeTemplate } from './setup/template.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

/** Runs all that speaks to a service, and lets each database log what it is sent; values are not logged. */
async function recordTests() {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-record-'));
  // PostgreSQL runs as another user where we are root.
  chmodSync(folder, 0o777);
  const template = await makeTemplate();
  const settings = {
    logging_collector: 'on',
    log_destination: 'jsonlog',
    log_directory: folder,
    log_filename: '%Y%m%d-%H%M%S',
    log_file_mode: '0644',
    log_rotation_age: '0',
    log_rotation_size: '0',
    log_statement: 'all',
    log_parameter_max_length: '0',
  };
  for (const [name, value] of Object.entries(settings))
    appendFileSync(join(template, 'postgres', 'postgresql.conf'), `${name} = '${value}'\n`);
  const env = {
    ...process.env,
    DATA_TEMPLATE: template,
    REDIS_SERVER: ensureRedis(),
    CHROMIUM: await ensureBrowser(),
  };
  for (const project of ['http', 'process'])
    await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', `--project=${project}`], {
      env,
    }).catch(() => say(`${project}: not all tests passed; what was sent counts all the same`));
  return folder;
}

/** As sent by us: tests and the presence of a start have other names. */
function* sentIn(folder) {
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.json')))
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (!line.includes('"application_name":"gooclaim-auth"')) continue;
      const [head, statement] = /^(?:execute [^:]*|statement): ([\s\S]*)$/.exec(messageIn(line)) ?? [];
      if (head) yield statement.replace(/--.*$/gm, '').replace(/\s+/g, ' ').trim();
    }
}

/** Of a line that was cut off when its server was killed, nothing. */
function messageIn(line) {
  try {
    return JSON.parse(line).message ?? '';
  } catch {
    return '';
  }
}

/** Of statements that differ in how many rows or values they name, the shortest. */
const shapeOf = (statement) =>
  statement
    .replace(/\$\d+/g, '$')
    .replace(/(\((?:\$|default)(?:, (?:\$|default))*\))(?:, ?\1)*/g, '(…)')
    .replace(/\(\$(?:, \$)*\)/g, '(…)');

const migrations = readdirSync('drizzle')
  .filter((name) => name.endsWith('.sql'))
  .map((file) => readFileSync(join('drizzle', file), 'utf8').replace(/--.*$/gm, '').replace(/\s+/g, ' '))
  .join(' ');
const shapes = new Map();
const folder = process.argv[2] ?? (await recordTests());
for (const statement of sentIn(folder)) {
  // What changes the schema is the migrations' own.
  if (!/^(select|insert|update|delete|with)\b/i.test(statement) || migrations.includes(statement)) continue;
  const shape = shapeOf(statement);
  if ((shapes.get(shape)?.length ?? Number.POSITIVE_INFINITY) > statement.length)
    shapes.set(shape, statement);
}
if (!process.argv[2]) rmSync(folder, { recursive: true });
const statements = [...shapes.values()].sort();
writeFileSync('e2e/process/last-release.sql', `${statements.join(';\n')};\n`);
say(`${statements.length} statements in e2e/process/last-release.sql`);
