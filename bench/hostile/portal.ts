import { onboard } from '../../e2e/harness/onboard';
import { join, newAddress, type Role, whoIs } from '../../e2e/harness/people';
import { firstSignIn, type Portal, SESSION_COOKIE } from '../../e2e/harness/portal';
import { readWelcome } from '../../e2e/harness/welcome';
import { PORTAL_TABLE, type Row, type Scene } from '../../e2e/wire/role-table';
import { Choices } from '../fuzz/choices';
import { CANARY } from '../fuzz/deform';
import { mutateText, oddValue } from '../fuzz/mutate';
import { signInDemoAdmin } from '../world/demo-admin';
import { type Attack, onConnections } from './attack';
import { escaped, formFlaw, refusalFlaw, type Shot, someNetwork, told } from './shot';
import type { Stage } from './stage';
import { json, spoilt } from './values';

/** Tenants, in each of which one thing happens at a time; the first one runs the installation. */
const LANES = 4;
/** What a row needs is made again after so many requests on it, or when one of them was carried out. */
const USES = 12;

type Who = Role | 'nobody' | 'broken';
const ROLES: Role[] = ['owner', 'admin', 'developer', 'viewer'];
const CALLERS: Who[] = ['owner', 'owner', 'admin', 'admin', 'developer', 'viewer', 'nobody', 'broken'];

/** Whoever changes how they sign in is not the one who goes on calling: these rows end sessions, or need a factor. */
const OWN_WAY_IN = /\/(password|factors|sessions|session\/step-up)/;

interface Tenant {
  people: Record<Role, Portal>;
  /** Its owner is none of the people: what they try ends their sessions, and somebody has to invite new ones. */
  scene: Omit<Scene, 'caller'>;
  /** Of that owner. */
  email: string;
  prepared: Map<string, { path: string; body: unknown; left: number }>;
}

/** Every handler of the portal, by the table that says who may call which. */
export const portal: Attack = {
  name: 'portal',
  words:
    'every handler of the portal, with the session of each role, a broken one and none; body, path, query, cookies and Origin spoilt',
  share: 0.16,
  async prepare(stage) {
    const tenants: Tenant[] = [];
    for (let lane = 0; lane < LANES; lane++) tenants.push(await tenantOf(stage, lane));
    return async (figures, budget) => {
      await onConnections(stage.port, LANES, figures, budget, async (number, ask, lane) => {
        const choices = new Choices(budget.seed, number);
        const tenant = tenants[lane] as Tenant;
        const row = choices.pick(PORTAL_TABLE) as Row;
        if (lane > 0 && row.outsider === 403) return;
        const who = choices.pick(CALLERS);
        const isOwn = OWN_WAY_IN.test(row.route);
        const caller = tenant.people[ROLES.includes(who as Role) ? (who as Role) : 'owner'];
        const isGood = choices.chance(0.25) && !isOwn;
        const one = await preparedFor(row, tenant, caller, isOwn || isGood).catch(() => undefined);
        // The session that it takes may have been ended by what came before.
        if (!one) {
          figures.unprepared++;
          return comeBack(tenant, caller);
        }
        const shot = isGood
          ? shotOf(row.method, one.path, one.body, caller, stage)
          : spoiltShot(choices, row, one, caller, who, stage);
        shot.headers.push(someNetwork(choices));
        const answer = await ask(shot);
        const { status } = answer;
        one.left -= status < 300 && row.method !== 'GET' ? USES : 1;
        const may = (row.may as readonly Who[]).includes(isGood ? ofCaller(tenant, caller) : who);
        if (isGood && may) {
          figures.good++;
          if (status === row.success) figures.served++;
        }
        const flaw =
          formFlaw(answer, shot) ??
          (status >= 400 && shot.target.startsWith('/api/portal/') && shot.method !== 'HEAD'
            ? handlerFlaw(answer.status, answer)
            : undefined) ??
          // Which methods there are Next tells everybody.
          (status < 300 && (who === 'nobody' || who === 'broken') && !isGood && shot.method !== 'OPTIONS'
            ? `${status} for nobody`
            : undefined) ??
          (status < 300 && !may && shot.target === one.path && shot.method === row.method
            ? `${status} for a ${who}`
            : undefined);
        if (flaw) figures.fault(told(`${flaw} (${who})`, shot, answer));
        if (status === 401 && who !== 'nobody' && who !== 'broken') await comeBack(tenant, caller);
      });
    };
  },
};

/** To a method that a handler has not Next answers by itself, without a body. */
const handlerFlaw = (status: number, answer: Parameters<typeof refusalFlaw>[0]) =>
  status === 405 && answer.body.length === 0 ? undefined : refusalFlaw(answer);

const ofCaller = ({ people }: Tenant, caller: Portal): Role =>
  ROLES.find((role) => people[role] === caller) ?? 'viewer';

async function tenantOf({ service }: Stage, lane: number): Promise<Tenant> {
  const { origin, dataDir } = service;
  const owner =
    lane === 0
      ? await demoOwner(service)
      : await firstSignIn(origin, await onboard(dataDir, `Lane ${lane}`, newAddress('owner')));
  const people = {} as Record<Role, Portal>;
  for (const role of ROLES) people[role] = await join(owner, role);
  const { client_id } = await owner.createClient('Client of a lane');
  const [{ id: secret }] = (await owner.get(`/clients/${client_id}`)).json.client.secrets;
  const { id: member } = await whoIs(await join(owner, 'viewer'));
  const { email } = await whoIs(owner);
  const scene = { owner, client: { id: client_id, secret }, member };
  return { people, scene, email, prepared: new Map() };
}

async function demoOwner({ origin, stdout }: Stage['service']): Promise<Portal> {
  const welcome = readWelcome(stdout());
  if (!welcome) throw new Error('The service printed no credentials.');
  return signInDemoAdmin(origin, welcome);
}

async function preparedFor(row: Row, { scene, prepared }: Tenant, caller: Portal, fresh: boolean) {
  const name = `${row.method} ${row.route}`;
  const known = prepared.get(name);
  if (known && known.left > 0 && !fresh) return known;
  const { path, body } = await row.prepare({ ...scene, caller });
  const made = { path, body, left: USES };
  prepared.set(name, made);
  return made;
}

/** Whose session was ended is followed by somebody new; the owner who invites them signs in again when it is time. */
async function comeBack({ people, scene: { owner }, email }: Tenant, caller: Portal): Promise<void> {
  if ((await caller.get('/session')).status === 200) return;
  const role = ROLES.find((one) => people[one] === caller);
  if (!role) return;
  if ((await owner.get('/session')).status !== 200) await owner.signIn(email, owner.password);
  people[role] = await join(owner, role);
}

const shotOf = (
  method: string,
  path: string,
  body: unknown,
  caller: Portal,
  { service: { origin } }: Stage,
): Shot => ({
  method,
  target: path,
  headers: [
    ['Cookie', caller.jar.header()],
    ['Origin', origin],
    ...(method === 'GET' ? [] : ([['Content-Type', 'application/json']] as [string, string][])),
  ],
  body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
});

function spoiltShot(
  choices: Choices,
  row: Row,
  { path, body }: { path: string; body: unknown },
  caller: Portal,
  who: Who,
  where: Stage,
): Shot {
  const shot = shotOf(row.method, path, body, caller, where);
  const header = (name: string, value: string) => {
    shot.headers = [...shot.headers.filter(([other]) => other !== name), [name, value]];
  };
  if (who === 'nobody') header('Cookie', choices.pick(['', 'a=b', `gooclaim.session=`]));
  if (who === 'broken') {
    const session = caller.jar.get(SESSION_COOKIE) ?? '';
    const broken = [
      CANARY,
      session.slice(1),
      session.toLowerCase(),
      `${session}%00`,
      `${session}x`,
      '..',
      '%zz',
      '',
    ];
    header('Cookie', `${SESSION_COOKIE}=${choices.pick(broken)}`);
  }
  if (row.method !== 'GET' && choices.chance(0.75)) {
    const value = spoilt(choices, body ?? {}, {}, {});
    shot.body = json(value);
    if (choices.chance(0.1))
      shot.body = choices.pick([
        mutateText(choices, shot.body),
        '',
        '[',
        'null',
        '"',
        '\ufeff{}',
        shot.body + shot.body,
      ]);
  }
  if (choices.chance(0.25)) {
    const [address = '', query] = path.split('?');
    const parts = address.split('/');
    const at = 3 + choices.below(Math.max(1, parts.length - 3));
    parts[at] = escaped(
      choices
        .pick([mutateText(choices, parts[at] ?? ''), String(oddValue(choices)), '..', '.', CANARY, '\0', 'é'])
        .slice(0, 3000),
    );
    shot.target = parts.join('/') + (query ? `?${query}` : '');
  }
  if (choices.chance(0.25)) {
    const name = choices.pick([
      'q',
      'limit',
      'cursor',
      'page',
      'from',
      'to',
      'range',
      'client',
      'filter',
      'group',
      'format',
      '__proto__',
      'before',
      'status',
      'sort',
      'actor',
      'id',
    ]);
    const value = escaped(
      choices
        .pick([
          String(oddValue(choices)),
          '1',
          '-1',
          '1e9',
          '2026-01-01',
          '9999999-99-99',
          'null',
          '\ud800',
          CANARY,
        ])
        .slice(0, 3000),
    );
    shot.target += `${shot.target.includes('?') ? '&' : '?'}${name}=${value}${choices.chance(0.2) ? `&${name}=2` : ''}`;
  }
  if (choices.chance(0.08))
    header(
      'Origin',
      choices.pick([
        'https://attacker.invalid',
        'null',
        '',
        'http://localhost.attacker.invalid',
        `${CANARY}`,
      ]),
    );
  if (choices.chance(0.08))
    header(
      'Content-Type',
      choices.pick([
        'text/plain',
        'multipart/form-data; boundary=x',
        '',
        CANARY,
        'application/json; charset=utf-16',
      ]),
    );
  if (choices.chance(0.06))
    shot.method = choices.pick(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'POST', 'OPTIONS']);
  if (choices.chance(0.06))
    shot.headers.push([
      choices.pick([
        'Range',
        'If-None-Match',
        'X-Forwarded-Host',
        'X-HTTP-Method-Override',
        'X-Middleware-Subrequest',
        'Next-Action',
        'RSC',
        'Content-Encoding',
        'Cookie',
        'Expect',
      ]),
      choices.pick(['1', CANARY, 'gzip', 'bytes=0-1', 'DELETE', '%00']),
    ]);
  return shot;
}
