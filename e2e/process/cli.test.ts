import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cliJson, runCli, startCli } from '../harness/cli';
import { postmaster } from '../harness/data-dir';
import { openDatabase } from '../harness/database';
import { decodeSegments } from '../harness/jwt';
import { useLab } from '../harness/lab';
import type { Onboarded } from '../harness/onboard';
import { seedClients } from '../harness/seed-clients';
import type { Service } from '../harness/service';
import { expectInactive, expectRefusal, getToken, inspect, requestToken } from '../harness/wire';

const NO_PORT = '127.0.0.1:1';
const today = new Date().toISOString().slice(0, 10);
const tenDaysAgo = new Date(Date.now() - 864_000_000).toISOString().slice(0, 10);

/** The tests of this file are one story, in order. */
describe('npm run cli', () => {
  const lab = useLab();
  const dataDir = lab.dataDir({ fresh: true });
  let acme: Onboarded;
  let service: Service;
  let client: { client_id: string; client_secret: string };

  /** What doctor says of each thing, and its exit code. */
  async function doctor(env: Record<string, string> = {}) {
    const { code, stdout, stderr } = await runCli(dataDir, ['doctor', '--json'], env);
    expect(stderr).toBe('');
    const { findings } = JSON.parse(stdout) as {
      findings: { check: string; state: string; found: string; mend?: string }[];
    };
    for (const { state, mend } of findings) expect(mend === undefined).toBe(state === 'good');
    return { code, stdout, states: Object.fromEntries(findings.map(({ check, state }) => [check, state])) };
  }

  test('doctor on a new folder: the schema is missing, and it makes none', async () => {
    await doctor();
    expect(await doctor()).toMatchObject({
      code: 2,
      states: { database: 'good', migrations: 'fault', clock: 'good' },
    });
    expect(postmaster(dataDir)).toBeUndefined();
  });

  test('a secret goes to a terminal, or where one says so; else nothing is made', async () => {
    const args = ['tenant', 'onboard', '--tenant', 'Acme TPA', '--admin', 'admin@acme.test', '--json'];
    const refused = await runCli(dataDir, args);
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('--show-secret');
    expect((await cliJson(dataDir, 'tenant', 'list')).tenants).toEqual([]);
    const made = await runCli(dataDir, [...args, '--show-secret']);
    expect(made.code, made.stderr).toBe(0);
    acme = JSON.parse(made.stdout);
  });

  test('while a server runs: makes, lists and rotates clients, and the server knows at once', async () => {
    service = await lab.start(dataDir, { env: { ROLE: 'api' } });
    await getToken(service.origin, acme);
    const create = ['clients', 'create', '--tenant', acme.tenant_id, '--name', 'Intake'];
    const scoped = [...create, '--scopes', 'workflow:read audit:read'];
    expect((await runCli(dataDir, scoped)).code).toBe(1);
    const made = await cliJson(dataDir, ...scoped, '--show-secret');
    expect(made).toMatchObject({ name: 'Intake', status: 'active', scope: 'workflow:read audit:read' });
    client = { client_id: made.client_id, client_secret: made.client_secret };
    await getToken(service.origin, client);

    const list = await cliJson(dataDir, 'clients', 'list', '--tenant', acme.tenant_id, '--search', 'intake');
    expect(list).toMatchObject({ matching: 1, clients: [{ client_id: client.client_id }] });
    expect(JSON.stringify(list)).not.toContain(client.client_secret);

    const rotate = ['clients', 'rotate', client.client_id, '--overlap', '3600', '--show-secret'];
    const rotated = await cliJson(dataDir, ...rotate);
    expect(rotated.previous_secret_expires_at).toEqual(expect.any(String));
    await getToken(service.origin, client);
    await getToken(service.origin, { ...client, client_secret: rotated.client_secret });
    const again = await runCli(dataDir, rotate);
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 1, stdout: '' });
    expect(again.stderr).toContain('A rotation is under way');
  });

  test('disables and enables, and ends one token', async () => {
    const token = await getToken(service.origin, client);
    const { jti } = decodeSegments(token).payload as { jti: string };
    await cliJson(dataDir, 'tokens', 'revoke', jti, '--client', client.client_id);
    expectInactive(await inspect(service.origin, await getToken(service.origin, acme), token));
    expect(await cliJson(dataDir, 'clients', 'disable', client.client_id)).toMatchObject({
      status: 'disabled',
    });
    expectRefusal(await requestToken(service.origin, client), 401, 'invalid_client');
    await cliJson(dataDir, 'clients', 'enable', client.client_id);
    await getToken(service.origin, client);
  });

  test('ends all tokens from a machine whose clock is a minute behind', async () => {
    const token = await getToken(service.origin, client);
    const behind = { NODE_OPTIONS: '--import=data:text/javascript,const/**/n=Date.now;Date.now=()=>n()-6e4' };
    const ended = await runCli(dataDir, ['tenant', 'end-tokens', acme.tenant_id], behind);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain('"off_by_ms":-60');
    expectInactive(await inspect(service.origin, await getToken(service.origin, acme), token));
  });

  test('evidence, printed or into a new file that only its owner reads', async () => {
    const args = ['evidence', '--tenant', acme.tenant_id, '--from', today, '--to', today];
    const printed = await runCli(dataDir, args);
    expect(printed.code, printed.stderr).toBe(0);
    expect(printed.stdout).toContain(client.client_id);
    expect(printed.stdout).toContain('command line');
    expect(printed.stdout).not.toContain(client.client_secret);
    const file = join(dataDir, 'evidence.csv');
    expect(await cliJson(dataDir, ...args, '--output', file)).toMatchObject({ file });
    expect(readFileSync(file, 'utf8').split('\r\n').length).toBe(printed.stdout.split('\r\n').length);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect((await runCli(dataDir, [...args, '--output', file])).code).toBe(1);
  });

  test('doctor while a server runs: nothing to mend; with each thing out of order, that one', async () => {
    const good = {
      configuration: 'good',
      database: 'good',
      migrations: 'good',
      clock: 'good',
      'signing keys': 'good',
      mail: 'warning',
      redis: 'good',
    };
    expect(await doctor()).toMatchObject({ code: 0, states: good });
    const broken = await doctor({
      CLOCK_OFFSET_SECONDS: '60',
      KEY_ENCRYPTION_KEY: Buffer.from('another key, of thirty-two bytes').toString('base64'),
      SMTP_URL: `smtp://user:hidden-word@${NO_PORT}`,
      REDIS_URL: `redis://:hidden-word@${NO_PORT}`,
    });
    const wrong = { clock: 'fault', 'signing keys': 'fault', mail: 'fault', redis: 'fault' };
    expect(broken, broken.stdout).toMatchObject({ code: 2, states: { ...good, ...wrong } });
    expect(broken.stdout).not.toContain('hidden-word');
    const away = await doctor({ DATABASE_URL: `postgres://user:hidden-word@${NO_PORT}/x` });
    expect(away).toMatchObject({ code: 2, states: { database: 'fault' } });
    expect(away.stdout).not.toContain('hidden-word');
    const unusable = await doctor({ ISSUER: 'not an address' });
    expect(unusable).toMatchObject({ code: 2, states: { configuration: 'fault' } });
    expect(unusable.stdout).toContain('ISSUER');
  });

  test('what cannot be done: says so, exit code 1, nothing on standard output', async () => {
    const cases: [string[], string][] = [
      [[], 'Usage:'],
      [['destroy'], 'destroy'],
      [['clients', 'list'], '--tenant'],
      [['clients', 'list', '--tenant', 'ten_x'], 'There is no such tenant.'],
      [['clients', 'disable', 'client_x'], 'There is no such client.'],
      [['clients', 'rotate', 'client_x', '--overlap', '7'], '--overlap'],
      [['clients', 'list', '--tenant', 'ten_x', '--search', 'gcs_live_x'], '--search'],
      [['evidence', '--tenant', 'ten_x', '--from', 'today', '--to', today], '--from'],
    ];
    await Promise.all(
      cases.map(async ([args, words]) => {
        const { code, stdout, stderr } = await runCli(dataDir, args);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toContain(words);
        expect(stderr).not.toMatch(/\bat .+:\d+:\d+|Failed query/);
      }),
    );
  });

  test('a database that is away is said in a sentence', async () => {
    const { code, stderr } = await runCli(dataDir, ['tenant', 'list'], {
      DATABASE_URL: `postgres://user:hidden-word@${NO_PORT}/x`,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('doctor');
    expect(stderr).not.toMatch(/\bat .+:\d+:\d+|Failed query|hidden-word/);
  });

  test('--help says how', async () => {
    const help = await runCli(dataDir, ['--help']);
    expect(help.code).toBe(0);
    for (const word of ['tenant', 'clients', 'tokens', 'keys', 'evidence', 'doctor', 'Exit codes'])
      expect(help.stdout).toContain(word);
  });

  test('a fault that nobody foresaw: why, no statement, and no half of a file', async () => {
    const output = join(dataDir, 'broken.csv');
    const args = ['evidence', '--tenant', acme.tenant_id, '--from', today, '--to', today, '--output', output];
    const db = openDatabase(dataDir);
    try {
      await seedClients(db, acme.tenant_id, 1_000);
      await db`ALTER TABLE secret_uses RENAME TO mislaid`;
      const { code, stdout, stderr } = await runCli(dataDir, args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('"secret_uses" does not exist');
      expect(stderr).not.toMatch(/Failed query|SELECT/);
      expect(stderr).not.toContain(acme.tenant_id);
      expect(existsSync(output)).toBe(false);
    } finally {
      await db`ALTER TABLE mislaid RENAME TO secret_uses`;
      await db.end();
    }
    const { stderr } = await runCli(dataDir, [...args.slice(0, -1), join(output, 'x')]);
    expect(stderr).toContain('The file cannot be made');
  });

  test('whoever has read enough ends it without a word, and the database stops as ever', async () => {
    await service.stop();
    const { child, ended, stderr } = startCli(dataDir, [
      ...['evidence', '--tenant', acme.tenant_id],
      ...['--from', tenDaysAgo, '--to', today],
    ]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect({ code: await ended, stderr: stderr() }).toEqual({ code: 1, stderr: '' });
    expect(postmaster(dataDir)).toBeUndefined();
  });
});
