import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { type Certificate, makeCertificate } from '../harness/certificate';
import { CHECKOUT } from '../harness/checkout';
import { cliJson, runCli } from '../harness/cli';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { freePort } from '../harness/free-port';
import { useLab } from '../harness/lab';
import { type Onboarded, onboard } from '../harness/onboard';

import { type PostgresServer, startPostgresServer } from '../harness/postgres-server';
import { runToEnd, start } from '../harness/processes';
import { Relay } from '../harness/relay';
import type { Service } from '../harness/service';
import {
  basic,
  expectInactive,
  expectRefusal,
  FORM_TYPE,
  getToken,
  inspect,
  requestToken,
} from '../harness/wire';

/** A test here starts up to a dozen processes, with others at work beside it. */
const ROOM = { timeout: 180_000 };

const lab = useLab();
const dataDir = lab.dataDir();
const certificates: Certificate[] = [];
let server: PostgresServer;

async function newCertificate(): Promise<Certificate> {
  const made = await makeCertificate();
  certificates.push(made);
  return made;
}

beforeAll(async () => {
  server = await startPostgresServer(await newCertificate());
});
afterAll(async () => {
  await server?.stop();
  for (const certificate of certificates) certificate.remove();
});

test('TLS: whoever does not show the right certificate, or none, is not spoken to', ROOM, async () => {
  const [certificate, other] = [await newCertificate(), await newCertificate()];
  const folder = join(certificate.file, '..');
  const port = await freePort();
  const redis = start(process.env.REDIS_SERVER ?? 'redis-server', [
    ...['--port', '0', '--tls-port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    ...['--tls-cert-file', certificate.file, '--tls-key-file', certificate.keyFile],
    ...['--tls-auth-clients', 'no'],
  ]);
  /** What doctor says of both. */
  const found = async (database: string, env: Record<string, string>) => {
    const { stdout } = await runCli(dataDir, ['doctor', '--json'], { DATABASE_URL: database, ...env });
    const findings: { check: string; state: string; found: string }[] = JSON.parse(stdout).findings;
    return ['database', 'redis'].map((name) => {
      const finding = findings.find(({ check }) => check === name);
      return `${finding?.state}: ${finding?.found}`;
    });
  };
  try {
    await eventually('Redis is ready', () => {
      if (redis.hasEnded()) throw new Error(`Redis ended:\n${redis.stdout()}`);
      return redis.stdout().includes('Ready to accept connections');
    });
    const url = await server.create('tls');
    const REDIS_URL = `rediss://localhost:${port}`;
    const elsewhere = url.replace('localhost', '127.0.0.2');
    const otherAuthority = url.replace(/sslrootcert=.*/, `sslrootcert=${other.file}`);
    const everybodys = url.replace(/sslrootcert=.*/, 'sslrootcert=system');
    const unsigned = /self-signed certificate/;
    const [good, wrong, unknown, misnamed, nameless, plain] = await Promise.all([
      found(url, { REDIS_URL, REDIS_CA_FILE: certificate.file }),
      found(otherAuthority, { REDIS_URL, REDIS_CA_FILE: other.file }),
      found(everybodys, { REDIS_URL }),
      found(elsewhere, { REDIS_URL: REDIS_URL.replace('rediss', 'redis') }),
      found(elsewhere.replace('verify-full', 'verify-ca'), {}),
      found(url.replace(/\?.*/, ''), {}),
    ]);
    expect(good).toEqual([expect.stringMatching(/^good: PostgreSQL \d+ answers$/), 'good: answers']);
    for (const refused of [wrong, unknown])
      expect(refused).toEqual([expect.stringMatching(unsigned), expect.stringMatching(unsigned)]);
    // Another name than the certificate's, unless only its authority is asked for; Redis without encryption.
    expect(misnamed).toEqual([
      expect.stringMatching(/^fault: .*IP: 127\.0\.0\.2 is not in the cert/),
      expect.stringMatching(/^fault/),
    ]);
    expect(nameless?.[0]).toMatch(/^good/);
    // This server refuses what is not encrypted.
    expect(plain?.[0]).toMatch(/^fault: .*no pg_hba.conf entry.*no encryption/);
  } finally {
    redis.child.kill('SIGKILL');
    await redis.ended;
  }
});

describe('ten processes that start together', ROOM, () => {
  test('migrate once, and step back for whoever holds a lock', async () => {
    const url = await server.create('ten');
    const sql = server.open('ten');
    try {
      await sql`CREATE SCHEMA drizzle AUTHORIZATION gooclaim`;
      await sql`CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`;
      await sql`ALTER TABLE drizzle.__drizzle_migrations OWNER TO gooclaim`;
      const waiting = async () => {
        const [row] =
          await sql`SELECT count(*)::integer AS count FROM pg_locks WHERE locktype = 'relation' AND NOT granted`;
        return row?.count > 0;
      };
      let release = () => {};
      const held = server.open('ten');
      const holding = held.begin(async (tx) => {
        await tx`LOCK TABLE drizzle.__drizzle_migrations IN ACCESS EXCLUSIVE MODE`;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      const runs = Array.from({ length: 10 }, () =>
        runCli(dataDir, ['tenant', 'list', '--json'], { DATABASE_URL: url }),
      );
      await eventually('the first waits for the lock', waiting);
      await eventually('it steps back', async () => !(await waiting()));
      release();
      await holding;
      await held.end();
      for (const { code, stdout, stderr } of await Promise.all(runs))
        expect({ code, stdout: stdout.trim(), stderr }).toEqual({
          code: 0,
          stdout: '{"tenants":[]}',
          stderr: '',
        });
      const migrations = readdirSync(join(CHECKOUT, 'drizzle')).filter((name) => name.endsWith('.sql'));
      const [row] = await sql`
        SELECT count(*)::integer AS all, count(DISTINCT hash)::integer AS distinct FROM drizzle.__drizzle_migrations`;
      expect(row).toEqual({ all: migrations.length, distinct: migrations.length });
    } finally {
      await sql.end();
    }
  });
});

describe('the last release on this schema', () => {
  const statements = readFileSync(join(CHECKOUT, 'e2e/process/last-release.sql'), 'utf8')
    .split(/;\n/)
    .filter(Boolean);

  test('finds every table, column and function that it names', async () => {
    expect(statements.length).toBeGreaterThan(250);
    const sql = server.open('ten');
    try {
      const faults: string[] = [];
      for (const [at, statement] of statements.entries())
        await sql.unsafe(`PREPARE s${at} AS ${statement}`).catch((cause: Error) => {
          faults.push(`${cause.message}: ${statement}`);
        });
      expect(faults).toEqual([]);
    } finally {
      await sql.end();
    }
  });

  test('names every column that must have a value', async () => {
    const sql = server.open('ten');
    try {
      const needed = await sql<{ table: string; column: string }[]>`
        SELECT table_name AS table, column_name AS column FROM information_schema.columns
        WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER'`;
      const inserts = statements.flatMap((statement) => {
        const [, table, columns = ''] =
          /\binsert into "?(\w+)"? \(([^)]*)\)/i.exec(statement.replace(/"public"\./g, '')) ?? [];
        return table ? [{ table, columns: columns.replace(/"/g, '').split(/, ?/) }] : [];
      });
      expect(inserts.length).toBeGreaterThan(15);
      for (const { table, columns } of inserts)
        expect(columns).toEqual(
          expect.arrayContaining(needed.filter((one) => one.table === table).map(({ column }) => column)),
        );
    } finally {
      await sql.end();
    }
  });
});

/** Until a server looks after each connection to this port, in ascending order (proc(5), `/proc/net/tcp`). */
const keepAliveSeconds = (port: number): number[] =>
  readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, local = '', , state]) => Number.parseInt(local.split(':')[1] ?? '', 16) === port && state === '01',
    )
    .map((columns) => (columns[5] ?? '').split(':'))
    .filter(([timer]) => timer === '02')
    .map(([, ticks = '']) => Number.parseInt(ticks, 16) / 100)
    .sort((one, other) => one - other);

/** One story, in order: made in the embedded database, moved, backed up, restored, and its key lost. */
describe('a database that moves, is backed up and restored', ROOM, () => {
  let acme: Onboarded;
  let service: Service;
  let good: string;
  let revoked: string;
  let url: string;

  const revoke = (token: string) =>
    call(`${service.origin}/v1/auth/revoke`, {
      method: 'POST',
      headers: { ...FORM_TYPE, ...basic(acme.client_id, acme.client_secret) },
      body: new URLSearchParams({ token }).toString(),
    });
  /** Who asks shows a token of their own: a new one where the old are ended. */
  const expectAsBefore = async (origin: string) => {
    await getToken(origin, acme);
    expect((await inspect(origin, good, good)).json.active).toBe(true);
    expectInactive(await inspect(origin, good, revoked));
    expectRefusal(
      await requestToken(origin, { ...acme, client_secret: `${acme.client_secret}x` }),
      401,
      'invalid_client',
    );
  };
  /** Everything that says who may do what, and everything that was recorded. */
  async function stateOf(name: string) {
    const sql = server.open(name);
    try {
      const rights = await sql`
        SELECT relname, privilege_type, array_agg(attname::text ORDER BY attname) AS columns
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid CROSS JOIN aclexplode(attacl)
        WHERE grantee = 'gooclaim_portal'::regrole GROUP BY 1, 2 ORDER BY 1, 2`;
      const log = await sql`SELECT event::text FROM audit_events AS event ORDER BY id`;
      const triggers = await sql`SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`;
      return { rights: [...rights], log: [...log], triggers: triggers.map(({ tgname }) => tgname) };
    } finally {
      await sql.end();
    }
  }

  test('the move copies every row, refuses while somebody works on it, and where something is', async () => {
    acme = await onboard(dataDir, 'Acme TPA', 'admin@acme.test', ['--scopes', 'workflow:read']);
    service = await lab.start(dataDir, { env: { ROLE: 'api' } });
    [good, revoked] = [await getToken(service.origin, acme), await getToken(service.origin, acme)];
    expect((await revoke(revoked)).status).toBe(200);
    url = await server.create('moved');
    const file = join(certificates[0]?.file ?? '', '..', 'target');
    writeFileSync(file, url);
    const move = () => runCli(dataDir, ['move-database', '--to-file', file, '--json']);
    const busy = await move();
    expect({ code: busy.code, said: busy.stderr }).toEqual({
      code: 1,
      said: expect.stringContaining('stop every process'),
    });
    const source = openDatabase(dataDir);
    // A month that is long gone has a partition of its own there.
    await source`SELECT add_audit_partition('2025-01-15')`;
    await source`INSERT INTO audit_events SELECT nextval('audit_events_id'), '2025-01-15', tenant_id, actor_type, actor_id, action,
      outcome, target_id, jti, request_id, address, user_agent, detail FROM audit_events LIMIT 1`;
    const [before] = await source`SELECT count(*)::integer AS rows FROM audit_events`;
    await source.end();
    await service.stop('SIGTERM');

    const moved = await move();
    expect({ code: moved.code, stderr: moved.stderr }).toEqual({ code: 0, stderr: '' });
    const { tables } = JSON.parse(moved.stdout) as { tables: { table: string; rows: number }[] };
    expect(tables.length).toBeGreaterThan(25);
    expect(tables).toContainEqual({ table: 'audit_events', rows: before?.rows });
    const sql = server.open('moved');
    expect((await sql`SELECT count(*)::integer AS rows FROM audit_events_2025_01`)[0]).toEqual({ rows: 1 });
    expect((await sql`SELECT count(*)::integer AS rows FROM audit_events_default`)[0]).toEqual({ rows: 0 });
    await sql.end();
    const again = await move();
    expect({ code: again.code, said: again.stderr }).toEqual({
      code: 1,
      said: expect.stringContaining('is not empty'),
    });
    expect((await cliJson(dataDir, 'tenant', 'list')).tenants).toHaveLength(2);

    service = await lab.start(dataDir, { env: { ROLE: 'api', DATABASE_URL: url } });
    await expectAsBefore(service.origin);
  });

  test('falls silent behind TLS: that is noticed, and who comes then is refused without waiting', async () => {
    const address = new URL(url);
    const relay = new Relay(Number(address.port));
    await relay.open();
    address.port = String(relay.port);
    const cutOff = await lab.start(dataDir, { env: { ROLE: 'api', DATABASE_URL: address.href } });
    try {
      // The server looks whether somebody is still there: an instance that vanished must not hold its locks for hours.
      // A connection that has only just been made has not said so yet.
      const longest = () => keepAliveSeconds(Number(new URL(url).port)).at(-1);
      await expect.poll(longest, { timeout: 10_000 }).toBeLessThanOrEqual(10);
      const token = await getToken(cutOff.origin, acme);
      relay.mode = 'lose';
      expectRefusal(await requestToken(cutOff.origin, acme), 503, 'temporarily_unavailable');
      const times = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const began = performance.now();
          expectRefusal(await inspect(cutOff.origin, token, token), 503, 'temporarily_unavailable');
          return performance.now() - began;
        }),
      );
      expect(times.filter((milliseconds) => milliseconds < 1_000).length).toBeGreaterThan(2);
      relay.mode = 'pass';
      relay.cut();
      await eventually('it is well', async () => (await requestToken(cutOff.origin, acme)).status === 200);
    } finally {
      await cutOff.stop('SIGTERM');
      await relay.close();
    }
  });

  test('a dump that is made while it serves, restored, is the same to everybody', async ({ skip }) => {
    const { tools } = server;
    if (!tools) skip('no pg_dump and pg_restore here: install postgresql');
    else {
      const sql = server.open('moved');
      // It is found out after the answer.
      await eventually('it is recorded why the secret was wrong', async () => {
        const [row] = await sql`
          SELECT count(*)::integer AS count FROM audit_events
          WHERE action = 'token.refused' AND NOT detail ? 'diagnosis'`;
        return row?.count === 0;
      });
      await sql.end();
      const dump = join(certificates[0]?.file ?? '', '..', 'backup.dump');
      const saved = await runToEnd(join(tools, 'pg_dump'), ['--format=custom', `--file=${dump}`, url]);
      expect(saved).toMatchObject({ code: 0, stderr: '' });
      const before = await stateOf('moved');
      // What comes after the backup is not in it.
      const later = await getToken(service.origin, acme);
      expect((await revoke(later)).status).toBe(200);
      await service.stop('SIGTERM');

      url = await server.create('restored');
      const restored = await runToEnd(join(tools, 'pg_restore'), [
        '--exit-on-error',
        `--dbname=${url}`,
        dump,
      ]);
      expect(restored).toMatchObject({ code: 0, stderr: '' });
      expect(await stateOf('restored')).toEqual(before);
      const copy = server.open('restored');
      await expect(
        copy.begin(async (tx) => {
          await tx`SET LOCAL ROLE gooclaim_portal`;
          await tx`SELECT digest FROM client_secrets`;
        }),
      ).rejects.toThrow('permission denied');
      await copy.end();

      service = await lab.start(dataDir, { env: { DATABASE_URL: url, ROLE: 'api' } });
      await expectAsBefore(service.origin);
      // This is what after-restore is for.
      expect((await inspect(service.origin, good, later)).json.active).toBe(true);
    }
  });

  test('after-restore ends all that might have been ended since, and lists the secrets that work', async () => {
    const env = { DATABASE_URL: url };
    const refused = await runCli(dataDir, ['after-restore'], env);
    expect({ code: refused.code, said: refused.stderr }).toEqual({
      code: 1,
      said: expect.stringContaining('--yes'),
    });
    expect((await inspect(service.origin, good, good)).json.active).toBe(true);
    const keys = (await call(`${service.origin}/.well-known/jwks.json`)).json.keys;

    const sql = server.open(new URL(url).pathname.slice(1));
    const jwksUri = 'https://keys.example.com/jwks.json';
    await sql`UPDATE clients SET jwks_uri = ${jwksUri} WHERE id = ${acme.client_id}`;
    await sql`
      WITH hook AS (
        INSERT INTO webhook_endpoints (id, tenant_id, url, description, event_types, created_at, created_by, updated_at)
        SELECT 'whk_restored', tenant_id, 'https://hooks.example.com', '', '{}', now(), '', now()
        FROM clients WHERE id = ${acme.client_id} RETURNING id, tenant_id),
      event AS (
        INSERT INTO webhook_events (tenant_id, type, at, data)
        SELECT tenant_id, 'webhook.test', now(), '{}' FROM hook RETURNING id)
      INSERT INTO webhook_deliveries (event_id, endpoint_id, created_at, next_try_at)
      SELECT event.id, hook.id, now(), now() + interval '1 day' FROM event, hook`;

    const { code, stdout, stderr } = await runCli(dataDir, ['after-restore', '--yes', '--json'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const done = JSON.parse(stdout);
    expect(done.ended).toMatchObject({ tenants: 2, signing_keys: 2, webhooks: 1, deliveries: 1 });
    expect(done.keys).toMatchObject([{ client_id: acme.client_id, jwks_uri: jwksUri, kids: [] }]);
    expect(Date.parse(done.known_until)).toBeLessThanOrEqual(Date.now());
    expect(done.secrets).toHaveLength(2);
    expect(done.secrets).toContainEqual(
      expect.objectContaining({ client_id: acme.client_id, hint: acme.client_secret.slice(-4) }),
    );
    expect(stdout).not.toContain(acme.client_secret);
    const [hook] = await sql`
      SELECT enabled, state FROM webhook_endpoints JOIN webhook_deliveries ON endpoint_id = webhook_endpoints.id`;
    expect(hook).toEqual({ enabled: false, state: 'cancelled' });
    await sql`UPDATE clients SET jwks_uri = NULL`;
    // For the next start, which lets go of what is old.
    await sql`UPDATE webhook_deliveries SET ended_at = now() - interval '31 days'`;
    await sql`UPDATE webhook_events SET at = now() - interval '31 days'`;
    await sql.end();

    const fresh = await eventually('the service signs with a new key', async () => {
      const token = await getToken(service.origin, acme);
      return (await inspect(service.origin, token, token)).json.active === true && token;
    });
    expectInactive(await inspect(service.origin, fresh, good));
    const now = (await call(`${service.origin}/.well-known/jwks.json`)).json.keys;
    expect(now).toHaveLength(2);
    for (const { kid } of keys) expect(now.map((key: { kid: string }) => key.kid)).not.toContain(kid);
    good = fresh;
  });

  test('without the key-encryption key it does not start, and keys replace makes it work again', async () => {
    await service.stop('SIGTERM');
    const lost = { DATABASE_URL: url, KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    await expect(lab.start(dataDir, { env: { ...lost, ROLE: 'api' } })).rejects.toThrow(
      'does not open the signing key',
    );
    const refused = await runCli(dataDir, ['keys', 'replace'], lost);
    expect({ code: refused.code, said: refused.stderr }).toEqual({
      code: 1,
      said: expect.stringContaining('--yes'),
    });
    const { code, stdout } = await runCli(
      dataDir,
      ['keys', 'replace', '--yes', '--reason', 'Lost', '--json'],
      lost,
    );
    expect(code).toBe(0);
    expect(
      JSON.parse(stdout)
        .keys.map(({ state }: { state: string }) => state)
        .sort()
        .slice(0, 2),
    ).toEqual(['active', 'next']);
    service = await lab.start(dataDir, { env: { ...lost, ROLE: 'api' } });
    // Secrets are digests under the pepper: they stay.
    const token = await getToken(service.origin, acme);
    expect((await inspect(service.origin, token, token)).json.active).toBe(true);
    expectInactive(await inspect(service.origin, token, good));
    const sql = server.open(new URL(url).pathname.slice(1));
    await eventually('the old log of webhooks is gone', async () => {
      const [row] = await sql`
        SELECT (SELECT count(*) FROM webhook_deliveries) + (SELECT count(*) FROM webhook_events) AS left`;
      return Number(row?.left) === 0;
    });
    await sql.end();
  });
});
