import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, call } from '../harness/call';
import { useLab } from '../harness/lab';
import { onboard } from '../harness/onboard';
import { join, newAddress, type Role, whoIs } from '../harness/people';
import { firstSignIn, Portal } from '../harness/portal';
import { addressOf, builtActions, builtRoutes } from '../harness/routes';
import { readWelcome } from '../harness/welcome';
import { JSON_TYPE } from '../harness/wire';
import { OPEN_TABLE, PAGE_TABLE, PORTAL_TABLE, type Row, type Scene } from './role-table';

const ROLES: Role[] = ['viewer', 'developer', 'admin', 'owner'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What must not be in any answer to somebody else. */
const MARK = 'Marked client of the table';

describe('who may call what', () => {
  const lab = useLab();
  const people = {} as Record<Role, Portal>;
  let nobody: Portal;
  let outsider: Portal;
  let tenantId: string;
  let scene: Omit<Scene, 'caller'>;

  beforeAll(async () => {
    const dataDir = lab.dataDir();
    const service = await lab.start(dataDir);
    const { origin } = service;
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    // The demo tenant runs the installation: its owner may change the signing keys.
    people.owner = new Portal(origin);
    people.owner.password = welcome.password;
    expect(await people.owner.signIn(welcome.email, welcome.password)).toBe(true);
    for (const role of ['viewer', 'developer', 'admin'] as const)
      people[role] = await join(people.owner, role);
    nobody = new Portal(origin);
    outsider = await firstSignIn(origin, await onboard(dataDir, 'Outsider TPA', newAddress('outsider')));

    tenantId = (await people.owner.get('/session')).json.tenant.id;
    const { client_id } = await people.owner.createClient(MARK);
    const [{ id: secret }] = (await people.owner.get(`/clients/${client_id}`)).json.client.secrets;
    const { id: member } = await whoIs(await join(people.owner, 'viewer'));
    scene = { owner: people.owner, client: { id: client_id, secret }, member };
  });

  /** @param caller who asks; `as` whom it is prepared for, where that is somebody else */
  async function ask(row: Row, caller: Portal, as = caller): Promise<Answer> {
    const { path, body } = await row.prepare({ ...scene, caller: as });
    return caller.call(path, {
      method: row.method,
      ...(row.method === 'GET' ? {} : { headers: JSON_TYPE, body: JSON.stringify(body ?? {}) }),
    });
  }

  function expectNothingOfTheirs(answer: Answer): void {
    for (const theirs of [MARK, tenantId, scene.client.id, scene.member])
      expect(answer.text.includes(theirs), `${theirs} in the answer`).toBe(false);
  }

  test('the tables name every page, handler and action of the build, and nothing that is gone', () => {
    const named = [
      ...Object.keys(PAGE_TABLE),
      ...PORTAL_TABLE.map(({ route }) => route),
      ...OPEN_TABLE.map(({ route }) => route),
    ];
    expect([...new Set(named)].sort()).toEqual(builtRoutes());
    expect(builtActions()).toEqual([]);
  });

  test('a handler answers the methods of the table, and 405 to others', async () => {
    for (const route of builtRoutes().filter((name) => /^\/api\/(portal|account)\//.test(name))) {
      const known = [...PORTAL_TABLE, ...OPEN_TABLE].filter((row) => row.route === route);
      for (const method of METHODS.filter((name) => !known.some((row) => row.method === name))) {
        const answer = await people.owner.call(addressOf(route).replaceAll(/\[\w+\]/g, 'x'), { method });
        expect({ route, method, status: answer.status }).toEqual({ route, method, status: 405 });
      }
    }
  });

  describe.each(PORTAL_TABLE)('$method $route', (row) => {
    test('nobody: 401, and no data', async () => {
      // Prepared for somebody, so that what it names exists; a password that is not changed stays as it was.
      const { password } = people.owner;
      const answer = await ask(row, nobody, people.owner);
      people.owner.password = password;
      expect({ status: answer.status, error: answer.json.error }).toEqual({
        status: 401,
        error: 'invalid_session',
      });
      expectNothingOfTheirs(answer);
    });

    test.each(ROLES)('%s', async (role) => {
      const allowed = row.may.includes(role);
      const answer = await ask(row, people[role]);
      expect(answer.status, answer.text).toBe(allowed ? row.success : 403);
      if (!allowed) {
        expect(answer.json.error).toBe('forbidden');
        expectNothingOfTheirs(answer);
      }
    });

    test('the owner of another tenant', async () => {
      const prepareFor = row.outsider === 'own' ? outsider : people.owner;
      const answer = await ask(row, outsider, prepareFor);
      expect(answer.status, answer.text).toBe(row.outsider === 'own' ? row.success : row.outsider);
      expectNothingOfTheirs(answer);
    });
  });

  describe.each(OPEN_TABLE)('$method $route', ({ route, method, status, body }) => {
    test('the same for everybody', async () => {
      const path = addressOf(route).replace('[...nextauth]', 'providers').replace('[[...path]]', 'nothing');
      for (const caller of [nobody, people.viewer, people.owner, outsider]) {
        const answer = await caller.call(path, {
          method,
          ...(body ? { headers: JSON_TYPE, body: JSON.stringify(body()) } : {}),
        });
        expect(answer.status, answer.text).toBe(status);
        expectNothingOfTheirs(answer);
      }
    });
  });

  describe.each(Object.entries(PAGE_TABLE))('%s', (route, kind) => {
    const address = () => addressOf(route).replace('[id]', scene.client.id);
    const leads = ({ status, headers }: Answer) => ({
      status,
      to: headers.location ? new URL(headers.location, 'http://here').pathname : undefined,
    });
    const STAYS = { status: 200, to: undefined };
    const HOME = { status: 307, to: '/overview' };
    const NOT_FOUND = { status: 404, to: undefined };

    test('nobody', async () => {
      const answer = await call(`${nobody.origin}${address()}`);
      expect(leads(answer)).toEqual(
        {
          guarded: { status: 307, to: '/login' },
          debtors: { status: 307, to: '/login' },
          open: STAYS,
          'signed-out': STAYS,
          redirect: HOME,
          'not-found': NOT_FOUND,
        }[kind],
      );
      expect(answer.text).not.toContain(MARK);
      expect(answer.text).not.toContain(tenantId);
      // As Next's own router asks for it.
      const flight = await call(`${nobody.origin}${address()}`, { headers: { RSC: '1' } });
      expect(flight.text).not.toContain(MARK);
      expect(flight.text).not.toContain(tenantId);
    });

    test.each([...ROLES, 'outsider'] as const)('%s', async (who) => {
      const caller = who === 'outsider' ? outsider : people[who];
      const answer = await caller.call(address());
      expect(leads(answer)).toEqual(
        {
          guarded: STAYS,
          debtors: HOME,
          open: STAYS,
          'signed-out': HOME,
          redirect: HOME,
          'not-found': NOT_FOUND,
        }[kind],
      );
      if (who === 'outsider') {
        expect(answer.text).not.toContain(MARK);
        expect(answer.text).not.toContain(tenantId);
      }
    });
  });
});
