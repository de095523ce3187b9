import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TransactionSql } from 'postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { CHECKOUT, RUN } from '../harness/checkout';
import { databaseUrl, localSettings } from '../harness/data-dir';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { enrolPasskey, enrolTotp } from '../harness/factors';
import { freePort } from '../harness/free-port';
import { runKeys } from '../harness/keys';
import { useLab } from '../harness/lab';
import { join as joinTenant } from '../harness/people';
import { Portal } from '../harness/portal';
import { runToEnd } from '../harness/processes';
import { plainEnvironment, type Service } from '../harness/service';
import { readWelcome, type Welcome } from '../harness/welcome';
import {
  bearer,
  expectInactive,
  expectRefusal,
  expectWireHeaders,
  getToken,
  inspect,
  JSON_TYPE,
  requestToken,
} from '../harness/wire';

const lab = useLab();
const dataDir = lab.dataDir();
let api: Service;
let demo: Welcome;

beforeAll(async () => {
  api = await lab.start(dataDir, { env: { ROLE: 'api' } });
  const welcome = readWelcome(api.stdout());
  if (!welcome) throw new Error('no credentials were printed');
  demo = welcome;
});

/** A production with nothing but what the portal is to have. */
async function portalEnvironment(user: string, password = 'a-word'): Promise<Record<string, string>> {
  const { SECRET_PEPPER = '', NEXTAUTH_SECRET = '' } = localSettings(dataDir);
  const url = new URL(databaseUrl(dataDir));
  url.username = user;
  url.password = password;
  return {
    ROLE: 'portal',
    NODE_ENV: 'production',
    DRAIN_SECONDS: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: url.toString(),
    ISSUER: api.origin,
    ENVIRONMENT: 'local',
    SECRET_PEPPER,
    NEXTAUTH_SECRET,
  };
}

describe('ROLE=api', () => {
  test('answers programs, and has no page', async () => {
    const token = await getToken(api.origin, demo);
    expect((await inspect(api.origin, token, token)).json.active).toBe(true);
    for (const path of [
      '/',
      '/login',
      '/api/portal/clients',
      '/api/auth/csrf',
      '/docs',
      '/docs/errors.md',
      '/llms.txt',
      '/_next/x.js',
    ]) {
      const answer = await call(`${api.origin}${path}`);
      expectWireHeaders(answer);
      expectRefusal(answer, 404, 'invalid_request');
    }
  });

  test('loads neither Next nor React nor what only people, or agents, need', async () => {
    const coverage = join(dataDir, 'loaded');
    const another = await lab.start(dataDir, { env: { ROLE: 'api', NODE_V8_COVERAGE: coverage } });
    await getToken(another.origin, demo);
    expect(await another.stop('SIGTERM')).toBe(0);
    // What a chunk of the bundle was made of stands in its map.
    const sourcesOf = (url: string): string[] =>
      url.includes('/dist/') ? JSON.parse(readFileSync(new URL(`${url}.map`), 'utf8')).sources : [];
    const loaded = readdirSync(coverage)
      .flatMap((name) => JSON.parse(readFileSync(join(coverage, name), 'utf8')).result)
      .map(({ url }: { url: string }) => url)
      .filter((url) => url.startsWith('file:'))
      .flatMap((url) => [url, ...sourcesOf(url)]);
    expect(loaded.filter((name) => /lib\/oauth\/token\.ts$/.test(name))).not.toEqual([]);
    const forPeople =
      /node_modules\/(next|next-auth|react|react-dom|nodemailer|oauth4webapi|@node-rs\/argon2|@simplewebauthn|otplib|@zxcvbn-ts|csv-stringify|@modelcontextprotocol|fumadocs-core)\/|lib\/(mail|sso)\/|lib\/admin\/evidence/;
    expect(loaded.filter((name) => forPeople.test(name))).toEqual([]);
    // Nor the queue of webhooks, where there are none.
    expect(loaded.filter((name) => /node_modules\/(pg|pg-boss\/src)\//.test(name))).toEqual([]);
  });

  test('SIGUSR2 does not end a process without workers', async () => {
    api.child.kill('SIGUSR2');
    await eventually('it is said', () => api.stderr().includes('no workers serve'));
    await getToken(api.origin, demo);
  });

  test('does not build the pages, and keeps within its memory', () => {
    const kilobytes = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${api.pid}/status`, 'utf8'))?.[1]);
    expect(kilobytes).toBeLessThan(200_000);
  });
});

describe('ROLE=portal, without the key-encryption key, as a user that is only a member of its role', () => {
  let portal: Service;
  let owner: Portal;

  beforeAll(async () => {
    const sql = openDatabase(dataDir);
    await sql`CREATE ROLE portal_login LOGIN PASSWORD 'a-word' IN ROLE gooclaim_portal`;
    await sql`CREATE ROLE stranger LOGIN PASSWORD 'a-word'`;
    await sql.end();
    portal = await lab.start(dataDir, { env: await portalEnvironment('portal_login') });
    owner = new Portal(portal.origin);
    expect(await owner.signIn(demo.email, demo.password)).toBe(true);
  });

  test('it warns of a user that could do more than the role, and this one cannot', async () => {
    const { POSTGRES_PASSWORD = '' } = localSettings(dataDir);
    const env = await portalEnvironment('gooclaim', POSTGRES_PASSWORD);
    const asOwner = await lab.start(dataDir, { env: { ...env, LOG_LEVEL: 'warn' } });
    expect(asOwner.stderr()).toContain('may read sealed keys and digests');
    expect(portal.stderr()).not.toContain('sealed keys');
  });

  test('its database role reads neither digests nor sealed keys, and puts no key of its own in place', async () => {
    const sql = openDatabase(dataDir);
    try {
      await sql`SET ROLE gooclaim_portal`;
      const refused = (statement: string) =>
        expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' });
      await refused('SELECT digest FROM client_secrets');
      await refused('SELECT * FROM client_secrets');
      await refused("UPDATE client_secrets SET digest = '\\x00'");
      await refused('SELECT sealed_private_key FROM signing_keys');
      await refused("UPDATE signing_keys SET sealed_private_key = '\\x00'");
      await refused("UPDATE signing_keys SET public_jwk = '{}'");
      await refused(
        "INSERT INTO signing_keys (kid, state, public_jwk, created_at) VALUES ('x', 'retired', '{}', now())",
      );
      await refused("UPDATE audit_events SET outcome = 'success'");
      await refused('DELETE FROM audit_events');
      await refused('UPDATE tenants SET operator = true');
      await refused("SELECT drop_audit_partitions(now() + interval '1 year')");
      await refused('SELECT grant_portal_role()');
      expect(await sql`SELECT id, hint FROM client_secrets`).not.toHaveLength(0);
    } finally {
      await sql.end();
    }
  });

  test('a secret in the URL of a page is flagged, though its digest cannot be read here', async () => {
    // The second is an address of the other role, which does not look for itself here.
    for (const path of ['/docs?q=', '/v1/auth/token?client_secret=']) {
      const client = await owner.createClient();
      await call(`${portal.origin}${path}${client.client_secret}`);
      await eventually(`it is flagged at ${path}`, async () => {
        const answer = await owner.get(`/clients/${client.client_id}`);
        return answer.json.client.secrets[0].exposed_at !== null;
      });
    }
  });

  /** What a test does to the database, undone. */
  async function undone(work: (tx: TransactionSql) => Promise<void>): Promise<void> {
    const sql = openDatabase(dataDir);
    const undo = new Error('undone');
    try {
      await expect(sql.begin((tx) => work(tx).then(() => Promise.reject(undo)))).rejects.toBe(undo);
    } finally {
      await sql.end();
    }
  }
  const refusedIn = (tx: TransactionSql, statement: string) =>
    expect(
      tx.savepoint((inner) => inner.unsafe(statement)),
      statement,
    ).rejects.toMatchObject({ code: '42501' });

  test('neither that role nor its member brings a signing key back', () =>
    undone(async (tx) => {
      await tx`INSERT INTO signing_keys (kid, state, public_jwk, created_at, activated_at, retiring_at, retired_at, revoked_at)
        VALUES ('gone', 'retired', '{}', now(), now(), now(), now(), now()), ('old', 'retiring', '{}', now(), now(), now(), NULL, NULL)`;
      for (const role of ['gooclaim_portal', 'portal_login']) {
        await tx.unsafe(`SET LOCAL ROLE ${role}`);
        for (const change of [
          'revoked_at = NULL',
          "revoked_at = now() + interval '1 day'",
          'retired_at = NULL',
          "state = 'retiring'",
          "state = 'anything'",
          "sealed_private_key = '\\x00'",
        ])
          await refusedIn(tx, `UPDATE signing_keys SET ${change} WHERE kid = 'gone'`);
        for (const change of [
          "state = 'active'",
          'retiring_at = NULL',
          "retiring_at = now() + interval '1 day'",
        ])
          await refusedIn(tx, `UPDATE signing_keys SET ${change} WHERE kid = 'old'`);
      }
      await tx`UPDATE signing_keys SET state = 'retired', retired_at = now(), revoked_at = now(), sealed_private_key = NULL WHERE kid = 'old'`;
    }));

  test('its rights are those that are listed: what is new is not among them, and what was given beside them goes', async () => {
    const sql = openDatabase(dataDir);
    const unlisted = await sql`SELECT relname FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND NOT has_any_column_privilege('gooclaim_portal', oid, 'SELECT')`;
    await sql.end();
    // A table that the portal is to know nothing of is named here; any other, with its rights, in `grant_portal_role`.
    // The management API is for programs.
    expect(unlisted.map(({ relname }) => relname)).toEqual(['idempotency_keys']);

    await undone(async (tx) => {
      await tx`CREATE TABLE later (word text)`;
      await tx`GRANT ALL ON ALL TABLES IN SCHEMA public TO gooclaim_portal`;
      await tx`GRANT UPDATE (operator) ON tenants TO gooclaim_portal`;
      await tx`SELECT grant_portal_role()`;
      await tx`SET LOCAL ROLE gooclaim_portal`;
      await refusedIn(tx, 'SELECT * FROM later');
      await refusedIn(tx, 'SELECT digest FROM client_secrets');
      await refusedIn(tx, 'SELECT sealed_private_key FROM signing_keys');
      await refusedIn(tx, 'SELECT sealed FROM webhook_secrets');
      await refusedIn(tx, 'UPDATE webhook_tries SET answer = null');
      await refusedIn(tx, 'SELECT * FROM webhook_queue.job');
      await refusedIn(tx, 'UPDATE tenants SET operator = true');
      await refusedIn(tx, 'DELETE FROM audit_events');
      await refusedIn(tx, 'TRUNCATE sessions');
      expect(await tx`SELECT id, hint FROM client_secrets`).not.toHaveLength(0);
      await tx`DELETE FROM sessions`;
    });
  });

  test('programs are told that they are wrong here', async () => {
    for (const path of [
      '/v1/auth/token',
      '/v1/auth/authorize',
      '/v1/x',
      '/token',
      '/mcp',
      '/.well-known/jwks.json',
    ]) {
      const answer = await call(`${portal.origin}${path}`, { method: 'POST' });
      expectWireHeaders(answer);
      expectRefusal(answer, 404, 'invalid_request');
      expect(answer.json.error_description).toContain('ROLE=portal');
    }
    expect((await call(`${portal.origin}/healthz`)).status).toBe(200);
    expect((await call(`${portal.origin}/readyz`)).status).toBe(200);
  });

  test('clients: made, listed, rotated, tested, retired and deleted; programs see all of it', async () => {
    const client = await owner.createClient();
    const path = `/clients/${client.client_id}`;
    await getToken(api.origin, client);
    expect((await owner.get('/clients')).text).toContain(client.client_id);
    const rotated = await owner.post(`${path}/secrets`, {
      overlap_seconds: 3600,
      current_secret_id: (await owner.get(path)).json.client.secrets[0].id,
    });
    expect(rotated.status, rotated.text).toBe(201);
    await getToken(api.origin, { ...client, client_secret: rotated.json.client_secret });
    for (const [secret, verdict] of [
      [client.client_secret, 'old'],
      [rotated.json.client_secret, 'current'],
      [` ${rotated.json.client_secret}`, 'whitespace'],
    ]) {
      const tested = await owner.post(`${path}/secrets/test`, { secret });
      expect(tested.json.diagnosis?.verdict, tested.text).toBe(verdict);
    }
    const old = (await owner.get(path)).json.client.secrets.find(
      ({ id }: { id: string }) => id !== rotated.json.secret_id,
    );
    const retired = await owner.delete(`${path}/secrets/${old.id}`);
    expect(retired.status, retired.text).toBe(200);
    expectRefusal(await requestToken(api.origin, client), 401, 'invalid_client');
    expect((await owner.post(`${path}/disable`)).status).toBe(200);
    expect((await owner.delete(path)).status).toBe(200);
  });

  test('every address that is only read answers, and so does every page', async () => {
    const { client_id } = await owner.createClient();
    for (const path of [
      ...[
        '/session',
        '/sessions',
        '/factors',
        '/tenant',
        '/activity',
        '/attention',
        '/audit',
        '/usage?range=24h',
        '/signing-keys',
      ],
      ...[
        '/clients',
        `/clients/${client_id}`,
        `/clients/${client_id}/activity`,
        '/apps',
        '/webhooks',
        '/secrets',
        '/members',
        '/sso',
      ],
      '/session/step-up',
    ]) {
      const answer = await owner.get(path);
      expect({ path, status: answer.status, text: answer.status === 200 ? '' : answer.text }).toEqual({
        path,
        status: 200,
        text: '',
      });
    }
    const evidence = await owner.post('/secrets/export', { from: '2026-01-01', to: '2026-03-01' });
    expect(evidence.status, evidence.text).toBe(200);
    for (const path of [
      'overview',
      'clients',
      `clients/${client_id}`,
      'apps',
      'webhooks',
      'secrets',
      'members',
      'audit',
      'signing-keys',
      'settings',
      'account',
      'debugger',
      'docs',
      'docs/errors.md',
      'llms.txt',
    ])
      expect({ path, status: (await owner.call(`/${path}`)).status }).toEqual({ path, status: 200 });
  });

  test('settings, people and apps change, a session is refreshed and a person signs out', async () => {
    const changed = await owner.patch('/tenant', { self_rotation: false });
    expect(changed.status, changed.text).toBe(200);
    expect((await owner.patch('/tenant', { self_rotation: true })).status).toBe(200);
    const invited = await owner.post('/members/invitations', { email: 'new@demo.test', role: 'viewer' });
    expect(invited.status, invited.text).toBe(201);
    const app = await owner.post('/apps', {
      name: 'An app',
      redirect_uris: ['http://localhost:9/x'],
      post_logout_redirect_uris: [],
    });
    expect(app.status, app.text).toBe(201);
    expect((await owner.delete(`/apps/${app.json.app.id}`)).status).toBe(200);
    const other = new Portal(portal.origin);
    await other.signIn(demo.email, demo.password);
    expect((await other.post('/session/refresh')).status).toBe(200);
    await other.signOut();
    expect((await other.get('/session')).status).toBe(401);
  });

  test('a person sets up second factors', async () => {
    const person = await joinTenant(owner, 'viewer');
    await enrolTotp(person);
    await enrolPasskey(person, api.origin);
  });

  test("the person's own token is signed where keys are, and judged in the debugger", async () => {
    const here = await owner.post('/session/token');
    expect({ status: here.status, error: here.json.error }).toEqual({ status: 404, error: 'not_found' });
    expect(here.json.error_description).toContain('ROLE=api');
    const there = await call(`${api.origin}/api/portal/session/token`, {
      method: 'POST',
      headers: { Cookie: owner.jar.header(), Origin: api.origin, ...JSON_TYPE },
      body: '{}',
    });
    expect(there.status, there.text).toBe(201);
    const { access_token } = there.json;
    const asked = await inspect(api.origin, await getToken(api.origin, demo), access_token);
    expect(asked.json, asked.text).toMatchObject({ active: true, token_use: 'human' });
    const judged = await owner.post('/debugger', { token: access_token });
    expect(judged.status, judged.text).toBe(200);
    const stranger = await call(`${api.origin}/api/portal/session/token`, {
      method: 'POST',
      headers: { Origin: api.origin },
    });
    expect(stranger.status).toBe(401);
  });

  test('keys are rotated and revoked here, and made there', async () => {
    const before = await getToken(api.origin, demo);
    // One of a local start, which keeps the database up; nobody makes keys while the other is down.
    const local = await lab.start(dataDir, { env: { ROLE: 'portal' } });
    await api.stop('SIGTERM');
    const here = new Portal(local.origin);
    expect(await here.signIn(demo.email, demo.password)).toBe(true);
    const rotated = await here.post('/signing-keys/rotate', { at_once: true });
    expect(rotated.status, rotated.text).toBe(200);
    const states = (keys: { state: string }[]) => keys.map(({ state }) => state).sort();
    expect(states(rotated.json.keys)).toEqual(['active', 'retiring']);
    const keyOf = (state: string) =>
      rotated.json.keys.find((key: { state: string }) => key.state === state).kid;

    // Nobody could sign: both are refused with the reason until there is another.
    for (const [path, body] of [
      ['/signing-keys/rotate', { at_once: true }],
      [`/signing-keys/${keyOf('active')}/revoke`, { reason: 'A test' }],
    ] as const) {
      const refused = await here.post(path, body);
      expect({ status: refused.status, error: refused.json.error }).toEqual({
        status: 409,
        error: 'conflict',
      });
      expect(refused.json.error_description).toContain('No next key is published');
    }
    // In an emergency the old one goes at once, private half and all.
    const emergency = await here.post(`/signing-keys/${keyOf('retiring')}/revoke`, { reason: 'A test' });
    expect(emergency.status, emergency.text).toBe(200);

    // An instance with the key-encryption key makes one: within its minute, or when it starts.
    api = await lab.start(dataDir, { port: api.port, env: { ROLE: 'api' } });
    expectInactive(await inspect(api.origin, await getToken(api.origin, demo), before));
    expect(states((await here.get('/signing-keys')).json.keys)).toEqual(['active', 'next', 'retired']);
    const revoked = await here.post(`/signing-keys/${keyOf('active')}/revoke`, { reason: 'A test' });
    expect(revoked.status, revoked.text).toBe(200);
    await eventually(
      'the next one signs',
      async () => (await requestToken(api.origin, demo)).status === 200,
      2,
    );
    // A command is no server: it has the keys whatever the role of the server beside it is.
    expect((await runKeys(dataDir, ['rotate', '--now'], { ROLE: 'portal' })).code).toBe(0);
  });

  test('a user that is no member of the role is told what to grant', async () => {
    const { code, stderr } = await runToEnd(process.execPath, [RUN, 'start'], {
      cwd: CHECKOUT,
      env: plainEnvironment({ ...(await portalEnvironment('stranger')), PORT: String(await freePort()) }),
      seconds: 30,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('GRANT gooclaim_portal');
    expect(stderr).not.toContain('a-word');
  });
});

test('ROLE is one of three', async () => {
  const { code, stderr } = await runToEnd(process.execPath, [RUN, 'start'], {
    cwd: CHECKOUT,
    env: plainEnvironment({ ROLE: 'both', DATA_DIR: dataDir, PORT: String(await freePort()) }),
  });
  expect({ code, named: stderr.includes('ROLE must be all, api or portal') }).toEqual({
    code: 1,
    named: true,
  });
});

describe('/metrics', () => {
  const ask = (origin: string, headers = {}, method = 'GET') =>
    call(`${origin}/metrics`, { headers, method });

  test('counts answers by endpoint, for this machine alone', async () => {
    await getToken(api.origin, demo);
    const invented = randomBytes(8).toString('hex');
    await call(`${api.origin}/v1/auth/${invented}`);
    await call(`${api.origin}/v1/tenants/self/clients/${invented}`);
    const answer = await ask(api.origin);
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(
      /^gooclaim_requests_total\{endpoint="\/v1\/auth\/token",status="200"\} [1-9]/m,
    );
    expect(answer.text).toMatch(/^gooclaim_requests_total\{endpoint="unknown",status="404"\} [1-9]/m);
    // Whoever asks makes no labels: they are kept for ever.
    expect(answer.text).not.toContain(invented);
    expect(answer.text).toMatch(/^process_resident_memory_bytes /m);
    expectRefusal(await ask(api.origin, { 'X-Forwarded-For': '127.0.0.1' }), 404, 'invalid_request');
    expectRefusal(await ask(api.origin, {}, 'POST'), 404, 'invalid_request');
  });

  test('in production without a token, for nobody', async () => {
    const { POSTGRES_PASSWORD = '', KEY_ENCRYPTION_KEY = '' } = localSettings(dataDir);
    const env = await portalEnvironment('gooclaim', POSTGRES_PASSWORD);
    const { origin } = await lab.start(dataDir, { env: { ...env, ROLE: 'api', KEY_ENCRYPTION_KEY } });
    expectRefusal(await ask(origin), 404, 'invalid_request');
  });

  test('with a token, for whoever has it', async () => {
    const word = randomBytes(16).toString('hex');
    const { origin } = await lab.start(dataDir, { env: { ROLE: 'api', METRICS_TOKEN: word } });
    expectRefusal(await ask(origin), 404, 'invalid_request');
    expectRefusal(await ask(origin, bearer(`${word}x`)), 404, 'invalid_request');
    expect((await ask(origin, { ...bearer(word), 'X-Forwarded-For': '192.0.2.1' })).status).toBe(200);
  });
});
