import { beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../harness/database';
import { onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { seedClients } from '../harness/seed-clients';
import { demoPortal, SERVER } from '../harness/shared';

interface Listed {
  client_id: string;
  name: string;
  status: string;
  last_used_at: string | null;
  secrets: { created_at: string }[];
}

const SEEDED = 120;

describe('the list of clients', () => {
  let portal: Portal;
  let first: string;

  beforeAll(async () => {
    const dataDir = inject('dataDir');
    const onboarded = await onboard(dataDir, 'Long list', 'long-list@clients.test');
    portal = await firstSignIn(SERVER, onboarded);
    first = onboarded.client_id;
    const db = openDatabase(dataDir);
    await seedClients(db, onboarded.tenant_id, SEEDED);
    await db.end();
  });

  const ask = async (query: Record<string, string> = {}, status = 200) => {
    const answer = await portal.get(`/clients?${new URLSearchParams(query)}`);
    expect(answer.status, answer.text).toBe(status);
    return answer.json;
  };

  async function everyPage(query: Record<string, string> = {}): Promise<Listed[]> {
    const found: Listed[] = [];
    for (let page = 1; page <= 3; page++) {
      const answer = await ask({ ...query, page: String(page) });
      expect(answer.page).toBe(page);
      found.push(...answer.clients);
    }
    return found;
  }

  test.each(['name', 'secret', 'last_used'])(
    'by %s, both ways: every client once, in order',
    async (sort) => {
      const up = await everyPage({ sort, dir: 'asc' });
      const down = await everyPage({ sort, dir: 'desc' });
      const ids = up.map(({ client_id }) => client_id);
      expect(new Set(ids).size).toBe(SEEDED + 1);
      expect(down.map(({ client_id }) => client_id)).toEqual(ids.toReversed());
      const names = up.map(({ name }) => name).filter((name) => name.startsWith('Seeded'));
      if (sort === 'name') expect(names).toEqual(names.toSorted());
      const keys = up.map(({ last_used_at, secrets }) =>
        sort === 'last_used' ? (last_used_at ?? '') : sort === 'secret' ? (secrets[0]?.created_at ?? '') : '',
      );
      // The most recent first, and what never was comes last.
      expect(keys).toEqual(keys.toSorted().toReversed());
    },
  );

  test('counts the whole tenant, whatever is searched for, and says how many match', async () => {
    const { counts } = await ask();
    expect(counts).toMatchObject({
      all: SEEDED + 1,
      active: SEEDED + 1 - SEEDED / 10,
      disabled: SEEDED / 10,
    });
    for (const status of ['active', 'disabled']) {
      const answer = await ask({ status });
      expect([answer.matching, answer.counts]).toEqual([counts[status], counts]);
    }
    // Every seventh has an old secret; whatever is disabled needs nothing.
    expect((await ask({ status: 'attention' })).matching).toBe(16);
    for (const status of ['with_secret', 'secret_only'])
      expect((await ask({ status })).matching).toBe(counts.active);
    const disabled = (await ask({ status: 'disabled' })).clients as Listed[];
    expect(new Set(disabled.map(({ status }) => status))).toEqual(new Set(['disabled']));
  });

  test('a page behind the last one is the last one; what is no question is refused at its field', async () => {
    expect(await ask({ page: '1000000' })).toMatchObject({ page: 3, clients: { length: (SEEDED + 1) % 50 } });
    for (const [field, value] of [
      ['page', '0'],
      ['page', '1e9'],
      ['page', 'x'],
      ['sort', 'digest'],
      ['dir', 'sideways'],
      ['status', 'deleted'],
      ['q', 'x'.repeat(201)],
    ] as const)
      expect((await ask({ [field]: value }, 400)).fields[field]).toMatch(/\w/);
  });

  test('finds by name, id, description and scope, without case, all words at once', async () => {
    const id = (await ask({ q: 'backend 00042' })).clients[0].client_id;
    for (const q of [
      'BACKEND 00042',
      '00042',
      id,
      id.slice(7, 20),
      ' 00042   backend ',
      '00042\u0000backend',
    ])
      expect((await ask({ q })).clients.map(({ client_id }: Listed) => client_id)).toEqual([id]);
    expect((await ask({ q: 'workflow:read' })).matching).toBe(SEEDED + 1);
    expect((await ask({ q: 'many 00042' })).matching).toBe(1);
  });

  test('a secret or a token, or the start of one, is not looked for', async () => {
    for (const q of ['gcs_local_0000', 'name gcr_0000', 'eyJhbGciOiJSUzI1NiIs'])
      expect((await ask({ q }, 400)).fields.q).toContain('not searched for');
  });

  describe('what other searches take for more than a letter', () => {
    beforeAll(() => portal.createClient('100% <b>"x"</b> \\ 🦀'));

    test.each([
      ['%', 1],
      ['_', SEEDED + 2],
      ['100% <b>"x"</b> \\', 1],
      ['100% & <b>', 0],
      ["' OR true --", 0],
      ['$1', 0],
      ['🦀', 1],
    ])('%s is looked for as it stands', async (q, matching) => {
      expect((await ask({ q })).matching).toBe(matching);
    });
  });

  test("never another tenant's, by whatever words", async () => {
    const stranger = await demoPortal();
    for (const q of [first, 'backend 00042', 'many 00042'])
      expect((await stranger.get(`/clients?${new URLSearchParams({ q })}`)).json.matching).toBe(0);
  });
});
