import { appendFileSync, chmodSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../harness/call';
import { type Certificate, makeCertificate } from '../harness/certificate';
import { CHECKOUT } from '../harness/checkout';
import { runCli } from '../harness/cli';
import { eventually } from '../harness/eventually';
import { decodeSegments } from '../harness/jwt';
import { useLab } from '../harness/lab';
import { type Onboarded, runOnboard } from '../harness/onboard';
import { type PostgresServer, startPostgresServer } from '../harness/postgres-server';
import { runToEnd } from '../harness/processes';
import {
  basic,
  expectInactive,
  expectRefusal,
  FORM_TYPE,
  getToken,
  inspect,
  requestToken,
} from '../harness/wire';

const lab = useLab();
let certificate: Certificate;
let postgres: PostgresServer;

const manual = readFileSync(join(CHECKOUT, 'docs/guide/backup.md'), 'utf8');

/** What the manual says, in the block of this title, below a folder of the test's own. */
function published(title: string, backup: string): string {
  const [, indent = '', block] =
    new RegExp(`^( *)\`\`\`\\w+ title="${title}"\\n(.*?)\`\`\``, 'ms').exec(manual) ?? [];
  if (!block) throw new Error(`The manual has no block called ${title}.`);
  return block.replaceAll(new RegExp(`^${indent}`, 'gm'), '').replaceAll('/backup/', `${backup}/`);
}

beforeAll(async () => {
  certificate = await makeCertificate();
  postgres = await startPostgresServer(certificate, (folder) => {
    const backup = folder('backup');
    for (const name of ['backup/wal', 'backup/wal-2', 'backup/base']) folder(name);
    return published('postgresql.conf: every change, within a minute', backup);
  });
});
afterAll(async () => {
  await postgres?.stop();
  certificate?.remove();
});

test('a database is brought back to a point in time, as the manual says', { timeout: 180_000 }, async ({
  skip,
}) => {
  const { tools } = postgres;
  if (!tools) return skip('no pg_basebackup here: install postgresql');
  const backup = postgres.folder('backup');
  const url = await postgres.create('kept');
  const env = { DATABASE_URL: url };
  const dataDir = lab.dataDir();
  const onboard = async (tenant: string): Promise<Onboarded> => {
    const admin = `admin@${tenant.toLowerCase()}.test`;
    const { code, stdout, stderr } = await runOnboard(
      dataDir,
      ['--tenant', tenant, '--admin', admin, '--json'],
      env,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout);
  };
  const acme = await onboard('Acme');
  let service = await lab.start(dataDir, { env: { ...env, ROLE: 'api' } });
  const sql = postgres.open('kept');
  await sql`ALTER ROLE gooclaim REPLICATION`;

  const base = await runToEnd('sh', ['-ec', published('A base for it, once a day', backup)], {
    env: { ...env, PATH: `${tools}${delimiter}${process.env.PATH}` } as unknown as NodeJS.ProcessEnv,
  });
  expect(base).toMatchObject({ code: 0, stderr: '' });
  const [day = ''] = readdirSync(join(backup, 'base'));

  const revoke = async (token: string) => {
    const answer = await call(`${service.origin}/v1/auth/revoke`, {
      method: 'POST',
      headers: { ...FORM_TYPE, ...basic(acme.client_id, acme.client_secret) },
      body: new URLSearchParams({ token }).toString(),
    });
    expect(answer.status, answer.text).toBe(200);
  };
  const newToken = () => getToken(service.origin, acme);
  const [before, after] = [await newToken(), await newToken()];
  await revoke(before);
  // A transaction that ends a moment after it has begun is to be on the right side of it.
  await pause(200);
  const [{ then }] = (await sql`SELECT now()::text AS then`) as unknown as [{ then: string }];
  await pause(200);
  await revoke(after);
  const unknown = await onboard('Later');
  await getToken(service.origin, unknown);

  // What `archive_timeout` does after a minute.
  const [{ segment }] = (await sql`SELECT pg_walfile_name(pg_switch_wal()) AS segment`) as unknown as [
    { segment: string },
  ];
  await eventually('the log is kept', async () => {
    const [row] = await sql`SELECT last_archived_wal >= ${segment} AS kept FROM pg_stat_archiver`;
    return row?.kept === true;
  });
  await sql.end();
  await service.stop('SIGTERM');

  const place = postgres.folder('restored');
  cpSync(join(backup, 'base', day), place, { recursive: true });
  chmodSync(place, 0o700);
  const title =
    'Or to a point in time: a copy of the base, an empty file recovery.signal in it, and in its postgresql.conf';
  writeFileSync(join(place, 'recovery.signal'), '');
  appendFileSync(
    join(place, 'postgresql.conf'),
    published(title, backup).replace(/(?<=recovery_target_time = ')[^']+/, then),
  );
  await postgres.goOnWith(place);

  // Not yet served by anybody: what makes it safe comes first.
  const restored = postgres.open('kept');
  const ended = await restored`SELECT jti FROM revoked_tokens`;
  expect(ended.map(({ jti }) => jti)).toEqual([decodeSegments(before).payload.jti]);
  const tenants = await restored`SELECT name FROM tenants`;
  expect(tenants.map(({ name }) => name)).toEqual(['Acme']);
  const safe = await runCli(dataDir, ['after-restore', '--yes', '--json'], env);
  expect({ code: safe.code, stderr: safe.stderr }).toEqual({ code: 0, stderr: '' });
  const knownUntil = Date.parse(JSON.parse(safe.stdout).known_until);
  expect(knownUntil).toBeLessThanOrEqual(Date.parse(then));
  expect(knownUntil).toBeGreaterThan(Date.parse(then) - 60_000);

  service = await lab.start(dataDir, { env: { ...env, ROLE: 'api' } });
  const fresh = await newToken();
  expect((await inspect(service.origin, fresh, fresh)).json.active).toBe(true);
  for (const old of [before, after]) expectInactive(await inspect(service.origin, fresh, old));
  expectRefusal(await requestToken(service.origin, unknown), 401, 'invalid_client');

  await restored`SELECT pg_switch_wal()`;
  await eventually('what comes from then on is kept elsewhere', () =>
    readdirSync(join(backup, 'wal-2')).some((name) => /^00000002[0-9A-F]{16}$/.test(name)),
  );
  await restored.end();
});
