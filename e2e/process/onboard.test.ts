import { describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { postmaster } from '../harness/data-dir';
import { useLab } from '../harness/lab';
import { onboard, runOnboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import { readWelcome } from '../harness/welcome';
import { getToken } from '../harness/wire';

const SHAPE = {
  tenant_id: expect.stringMatching(/^ten_[A-Za-z0-9_-]+$/),
  client_id: expect.stringMatching(/^client_[A-Za-z0-9_-]+$/),
  client_secret: expect.stringMatching(/^gcs_[a-z0-9]+_[0-9A-Za-z]{49,}$/),
  scope: 'workflow:read audit:read',
  admin: { email: 'admin@acme.test', password: expect.stringMatching(/^\S{16,}$/) },
};

/** The tests of this file are one story, in order. */
describe('npm run onboard', () => {
  const lab = useLab();
  const dataDir = lab.dataDir({ fresh: true });
  let origin: string;
  const acme = ['--tenant', 'Acme TPA', '--admin', 'admin@acme.test', '--json'];

  test('while nothing runs: exactly one object, and nothing left running', async () => {
    const { code, stdout, stderr } = await runOnboard(dataDir, acme);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const made = JSON.parse(stdout);
    expect(made).toEqual(SHAPE);
    expect(Object.keys(made)).toEqual(['tenant_id', 'client_id', 'client_secret', 'scope', 'admin']);
    expect(postmaster(dataDir)).toBeUndefined();

    const service = await lab.start(dataDir);
    origin = service.origin;
    await getToken(origin, made);
    // The first start of the server still makes its demo, and its own address is the issuer.
    const welcome = readWelcome(service.stdout());
    expect(welcome).toBeDefined();
    const metadata = await call(`${service.origin}/.well-known/openid-configuration`);
    expect(metadata.json.issuer).toBe(service.origin);
  });

  test('asked twice for the same admin: a sentence, exit code 1, and nothing half-made', async () => {
    for (const address of ['admin@acme.test', 'ADMIN@acme.test']) {
      const again = await runOnboard(dataDir, ['--tenant', 'Acme again', '--admin', address, '--json']);
      expect(again.code).toBe(1);
      expect(again.stdout).toBe('');
      expect(again.stderr.trim().split('\n')).toHaveLength(1);
      expect(again.stderr).toContain('admin@acme.test');
      expect(again.stderr).not.toMatch(/\bat .+:\d+|duplicate key|select |insert /i);
    }
  });

  test('while the server runs: the new tenant is there at once, with its own client and nobody else', async () => {
    const made = await onboard(dataDir, 'Beta TPA', 'admin@beta.test');
    await getToken(origin, made);
    const portal = await firstSignIn(origin, made);
    const { clients } = (await portal.get('/clients')).json;
    expect(clients.map(({ client_id }: { client_id: string }) => client_id)).toEqual([made.client_id]);
    const session = (await portal.get('/session')).json;
    expect(session).toMatchObject({
      tenant: { id: made.tenant_id, name: 'Beta TPA' },
      user: { email: 'admin@beta.test' },
    });
  });

  test('two at once for the same admin: one tenant is made, whole', async () => {
    const args = ['--tenant', 'Gamma TPA', '--admin', 'admin@gamma.test', '--json'];
    const runs = await Promise.all([
      runOnboard(dataDir, args),
      runOnboard(dataDir, args),
      runOnboard(dataDir, args),
    ]);
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 1, 1]);
    const made = JSON.parse(runs.find(({ code }) => code === 0)?.stdout ?? '');
    await getToken(origin, made);
    expect(await new Portal(origin).signIn(made.admin.email, made.admin.password)).toBe(true);
  });

  test('--scopes says what the first client may ask for', async () => {
    const { stdout } = await runOnboard(dataDir, [
      ...['--tenant', 'Delta', '--admin', 'admin@delta.test', '--scopes', 'claims:read', '--json'],
    ]);
    const made = JSON.parse(stdout);
    expect(made.scope).toBe('claims:read');
    await getToken(origin, made, { scope: 'claims:read' });
  });

  test('without --json it reads like a note, with the same facts', async () => {
    const { code, stdout } = await runOnboard(dataDir, [
      '--tenant',
      'Epsilon',
      '--admin',
      'admin@epsilon.test',
    ]);
    expect(code).toBe(0);
    for (const fact of [
      'Epsilon',
      'admin@epsilon.test',
      'client_id',
      'client_secret',
      'workflow:read audit:read',
    ])
      expect(stdout).toContain(fact);
  });

  test.each([
    ['no tenant', ['--admin', 'x@x.test'], '--tenant'],
    ['an empty tenant', ['--tenant', ' ', '--admin', 'x@x.test'], '--tenant'],
    ['no admin', ['--tenant', 'X'], '--admin'],
    ['an admin that is no address', ['--tenant', 'X', '--admin', 'nobody'], '--admin'],
    ['an option it does not know', ['--tenant', 'X', '--admin', 'x@x.test', '--rolle', 'y'], '--rolle'],
    ['a scope with a quote', ['--tenant', 'X', '--admin', 'x@x.test', '--scopes', 'a"b'], 'scope'],
    ['the same scope twice', ['--tenant', 'X', '--admin', 'x@x.test', '--scopes', 'a a'], 'scope'],
  ])('%s: says so, exit code 1, nothing on standard output', async (_, args, word) => {
    const { code, stdout, stderr } = await runOnboard(dataDir, [...args, '--json']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.toLowerCase()).toContain(word);
    expect(stderr).not.toMatch(/\bat .+:\d+:\d+/);
  });
});
