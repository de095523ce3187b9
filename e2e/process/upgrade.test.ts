import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { call } from '../harness/call';
import { type Certificate, makeCertificate } from '../harness/certificate';
import { CHECKOUT } from '../harness/checkout';
import { useLab } from '../harness/lab';
import { hasLastRelease, LAST_RELEASE, type LastRelease, lastRelease } from '../harness/last-release';
import { managerAt } from '../harness/management';
import type { Onboarded } from '../harness/onboard';
import { type PostgresServer, startPostgresServer } from '../harness/postgres-server';
import type { Service } from '../harness/service';
import {
  basic,
  type Credentials,
  expectInactive,
  expectRefusal,
  FORM_TYPE,
  getToken,
  inspect,
  requestToken,
} from '../harness/wire';

/** Between two calls of the program that goes on working, in milliseconds; below its limit of 600 a minute. */
const EVERY_MS = 150;

const lab = useLab();
let certificate: Certificate;
let postgres: PostgresServer;
let release: LastRelease;
const isHere = await hasLastRelease();
if (!isHere)
  process.stdout.write('The last release is not in the history of this checkout: it is not tried.\n');

beforeAll(async () => {
  if (!isHere) return;
  release = await lastRelease();
  certificate = await makeCertificate();
  postgres = await startPostgresServer(certificate);
});
afterAll(async () => {
  release?.remove();
  await postgres?.stop();
  certificate?.remove();
});

/** Somebody who asks all the time. @returns how to end that, and what was not as it should be */
function keepAsking(service: Service, token: string) {
  const faults: string[] = [];
  let [asked, over] = [0, false];
  const asking = (async () => {
    for (; !over; asked++) {
      await inspect(service.origin, token, token).then(
        ({ status, text, json }) => json.active === true || faults.push(`${status} ${text}`),
        (cause: Error) => faults.push(cause.message),
      );
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  return async () => {
    over = true;
    await asking;
    return { asked, faults };
  };
}

/** What is made, changed and ended at one of them the other knows when the answer is there. */
async function expectUnderstood(one: Service, other: Service, acme: Onboarded): Promise<void> {
  const manager = await managerAt(one.origin, acme);
  const made = await manager.postOnce('', { client_name: 'Made here', scope: 'workflow:read' });
  expect(made.status, made.text).toBe(201);
  const { client_id, client_secret } = made.json;
  const client: Credentials = { client_id, client_secret };
  const [kept, ended] = [await getToken(other.origin, client), await getToken(other.origin, client)];
  expect((await inspect(one.origin, kept, ended)).json.active).toBe(true);
  const revoked = await call(`${one.origin}/v1/auth/revoke`, {
    method: 'POST',
    headers: { ...FORM_TYPE, ...basic(client_id, client_secret) },
    body: new URLSearchParams({ token: ended }).toString(),
  });
  expect(revoked.status, revoked.text).toBe(200);
  expectInactive(await inspect(other.origin, kept, ended));

  const [{ secret_id }] = (await manager.get(`/${client_id}/secrets`)).json.secrets;
  const rotation = { overlap_seconds: 0, current_secret_id: secret_id };
  const rotated = await manager.postOnce(`/${client_id}/secrets`, rotation);
  expect(rotated.status, rotated.text).toBe(201);
  expectRefusal(await requestToken(other.origin, client), 401, 'invalid_client');
  await getToken(other.origin, { ...client, client_secret: rotated.json.client_secret });
  const disabled = await manager.post(`/${client_id}/disable`);
  expect(disabled.status, disabled.text).toBe(200);
  expectInactive(await inspect(other.origin, await getToken(other.origin, acme), kept));
}

test.skipIf(!isHere)(
  'the last release serves on while this one migrates its database, starts again on it, and each knows what the other does',
  { timeout: 180_000 },
  async () => {
    const dataDir = lab.dataDir({ fresh: true });
    // The last release knows no authority but those that Node brings along.
    const url = (await postgres.create('upgrade')).replace(/\?.*/, '?sslmode=require');
    const database = { DATABASE_URL: url };
    const env = { ...database, ROLE: 'api' };
    const onboarded = await release.cli(
      dataDir,
      [
        'tenant',
        'onboard',
        '--tenant',
        'Acme TPA',
        '--admin',
        'admin@acme.test',
        '--show-secret',
        '--json',
      ].concat(['--scopes', 'workflow:read clients:read clients:write']),
      database,
    );
    expect(onboarded).toMatchObject({ code: 0, stderr: '' });
    const acme: Onboarded = JSON.parse(onboarded.stdout);
    const startLast = () => lab.start(dataDir, { env: { ...release.env, ...env }, code: release.server });

    const first = await startLast();
    const migrations = async () => {
      const sql = postgres.open('upgrade');
      const [row] = await sql`SELECT count(*)::integer AS count FROM drizzle.__drizzle_migrations`;
      await sql.end();
      return row?.count;
    };
    // Their numbers begin at 0.
    expect(await migrations()).toBe(LAST_RELEASE.migration + 1);
    const stopAsking = keepAsking(first, await getToken(first.origin, acme));
    onTestFinished(() => void stopAsking());
    const next = await lab.start(dataDir, { env });
    const files = readdirSync(join(CHECKOUT, 'drizzle')).filter((name) => name.endsWith('.sql'));
    expect(await migrations()).toBe(files.length);
    await expectUnderstood(next, first, acme);
    await expectUnderstood(first, next, acme);
    const { asked, faults } = await stopAsking();
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(5);

    // It may be started again meanwhile, or be gone back to.
    expect(await first.stop('SIGTERM')).toBe(0);
    const again = await startLast();
    await expectUnderstood(next, again, acme);
    await expectUnderstood(again, next, acme);
    expect(await again.stop('SIGTERM')).toBe(0);
    await getToken(next.origin, acme);
    expect([first, next, again].map(({ stderr }) => stderr())).toEqual(['', '', '']);
  },
);
