import { describe, expect, test } from 'vitest';
import { postmaster } from '../harness/data-dir';
import { useLab } from '../harness/lab';
import { type Onboarded, onboard, runOnboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { runTenant } from '../harness/tenant';
import { readWelcome } from '../harness/welcome';
import { expectRefusal, getToken, requestToken } from '../harness/wire';

interface Summary {
  tenant_id: string;
  name: string;
  status: string;
  operator: boolean;
}

/** The tests of this file are one story, in order. */
describe('npm run tenant', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  let acme: Onboarded;
  let service: Service;

  async function tenants(...args: string[]): Promise<Summary[]> {
    const { code, stdout, stderr } = await runTenant(dataDir, [...args, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    return JSON.parse(stdout).tenants;
  }
  const acmeOf = (list: Summary[]) => list.find(({ tenant_id }) => tenant_id === acme.tenant_id);

  test('on a new folder, with nothing running: no tenants, and nothing left running', async () => {
    expect(await tenants('list')).toEqual([]);
    expect(postmaster(dataDir)).toBeUndefined();
  });

  test('lists who is there, for programs and for people', async () => {
    acme = await onboard(dataDir, 'Acme TPA', 'admin@acme.test');
    service = await lab.start(dataDir);
    const list = await tenants('list');
    expect(list.map(({ name }) => name)).toEqual(['Acme TPA', 'Demo TPA']);
    expect(acmeOf(list)).toEqual({
      tenant_id: acme.tenant_id,
      name: 'Acme TPA',
      status: 'active',
      operator: false,
      people: 1,
      clients: 1,
      created_at: expect.any(String),
      tokens_not_before: null,
    });
    const { code, stdout } = await runTenant(dataDir, ['list']);
    expect(code).toBe(0);
    const [head, first] = stdout.split('\n');
    expect(head).toMatch(/^TENANT +STATUS +OPERATOR +PEOPLE +CLIENTS +SINCE +NAME$/);
    expect(first).toMatch(new RegExp(`^${acme.tenant_id} +active +1 +1 +\\d{4}-\\d\\d-\\d\\d +Acme TPA$`));
  });

  test('the demo tenant runs this installation, and nobody else unless told', async () => {
    expect((await tenants('list')).map(({ name, operator }) => [name, operator])).toEqual([
      ['Acme TPA', false],
      ['Demo TPA', true],
    ]);
    const welcome = readWelcome(service.stdout());
    const portal = new Portal(service.origin);
    expect(await portal.signIn(welcome?.email ?? '', welcome?.password ?? '')).toBe(true);
    expect((await portal.get('/tenant')).json.tenant.operator).toBe(true);
  });

  test('suspends and resumes while the server runs, says so, and twice is as good as once', async () => {
    await getToken(service.origin, acme);
    const portal = await firstSignIn(service.origin, acme);
    const suspended = await runTenant(dataDir, ['suspend', acme.tenant_id]);
    expect(suspended.stdout).toContain('Suspended');
    expectRefusal(await requestToken(service.origin, acme), 401, 'invalid_client');
    expect((await portal.get('/session')).status).toBe(401);
    expect((await runTenant(dataDir, ['suspend', acme.tenant_id])).stdout).toContain('Nothing to do');
    expect(acmeOf(await tenants('list'))).toMatchObject({
      status: 'suspended',
      tokens_not_before: expect.any(String),
    });
    expect(acmeOf(await tenants('resume', acme.tenant_id))?.status).toBe('active');
    await getToken(service.origin, acme);
    expect((await runTenant(dataDir, ['resume', acme.tenant_id])).stdout).toContain('Nothing to do');
    expect(await portal.signIn(acme.admin.email, portal.password)).toBe(true);
    const { events } = (await portal.get('/activity')).json;
    const actions = events.map(({ action }: { action: string }) => action);
    for (const action of ['tenant.suspended', 'tenant.resumed'])
      expect(actions.filter((one: string) => one === action)).toHaveLength(1);
  });

  test('makes a tenant the one that runs the installation, and takes it back', async () => {
    expect(acmeOf(await tenants('operator', acme.tenant_id))?.operator).toBe(true);
    expect((await runTenant(dataDir, ['operator', acme.tenant_id])).stdout).toContain('Nothing to do');
    expect(acmeOf(await tenants('operator', acme.tenant_id, '--off'))?.operator).toBe(false);
  });

  test('onboard --operator does so from the start', async () => {
    const made = await runOnboard(dataDir, [
      ...['--tenant', 'Operations', '--admin', 'ops@acme.test', '--operator', '--json'],
    ]);
    expect(made.code, made.stderr).toBe(0);
    const { tenant_id } = JSON.parse(made.stdout);
    expect((await tenants('list')).find((one) => one.tenant_id === tenant_id)?.operator).toBe(true);
  });

  test.each([
    ['no command', [], 'Which command?'],
    ['a command it does not know', ['delete', 'ten_x'], 'delete'],
    ['a name that every object has', ['constructor', 'ten_x'], 'constructor'],
    ['no tenant', ['suspend'], 'one tenant'],
    ['two tenants', ['suspend', 'ten_a', 'ten_b'], 'one tenant'],
    ['a tenant to list', ['list', 'ten_a'], 'no tenant'],
    ['--off for another command', ['suspend', 'ten_a', '--off'], '--off'],
    ['an option it does not know', ['list', '--all'], '--all'],
    ['a tenant that is not there', ['suspend', 'ten_0000000000000000000000'], 'There is no such tenant.'],
    ['an id that is no id', ['end-tokens', "' OR 1=1 --"], 'There is no such tenant.'],
  ])('%s: says so, exit code 1, nothing on standard output', async (_, args, words) => {
    const { code, stdout, stderr } = await runTenant(dataDir, args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\bat .+:\d+:\d+/);
    expect(acmeOf(await tenants('list'))?.status).toBe('active');
  });

  test('--help says how', async () => {
    const { code, stdout } = await runTenant(dataDir, ['--help']);
    expect(code).toBe(0);
    for (const command of ['list', 'suspend', 'resume', 'end-tokens', 'operator'])
      expect(stdout).toContain(command);
  });
});
