import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newDataDir, removeDataDir } from '../harness/data-dir';
import { openDatabase } from '../harness/database';
import { type Onboarded, onboard } from '../harness/onboard';
import { firstSignIn, type Portal } from '../harness/portal';
import { type Service, startService } from '../harness/service';
import { type Explained, explained, logStatements } from '../harness/statements';

/**
 * The audit log of a busy installation: a million rows over three months, four of five of them one tenant's, who has
 * 10,000 clients. Whatever is asked for must be found by an index, in a number of pages that does not grow with the log.
 */
const ROWS = 1_000_000;
const CLIENTS = 10_000;

const dataDir = newDataDir();
let service: Service;
let database: Sql;
let tenant: Onboarded;
let portal: Portal;

beforeAll(async () => {
  service = await startService({ dataDir });
  tenant = await onboard(dataDir, 'Busy', 'busy@scale.test');
  portal = await firstSignIn(service.origin, tenant);
  database = openDatabase(dataDir);
  await database`SELECT add_audit_partition(now() - make_interval(days => back)) FROM unnest(ARRAY[31, 61, 92]) AS back`;
  await database`
    INSERT INTO clients (id, tenant_id, name, scopes, created_at, updated_at)
    SELECT 'client_' || lpad(n::text, 22, '0'), ${tenant.tenant_id}, 'Client ' || n, '{workflow:read}', now(), now()
    FROM generate_series(1, ${CLIENTS}::int) AS n`;
  // One in 50 is a refusal, one in 2,000 a change; what a person did, and what a flood of refusals leaves, among them.
  await database`
    INSERT INTO audit_events (at, tenant_id, actor_type, actor_id, action, outcome, target_id, jti, request_id, address,
      user_agent, detail)
    SELECT now() - make_interval(secs => (${ROWS}::int - n) * 7.5), CASE WHEN n % 5 = 0 THEN 'ten_other' || n % 7 ELSE ${tenant.tenant_id} END,
      CASE WHEN n % 2000 = 1 THEN 'user' ELSE 'client' END,
      CASE WHEN n % 2000 = 1 THEN 'usr_somebody' ELSE client END,
      CASE WHEN n % 2000 = 1 THEN 'client.updated' WHEN n % 50 = 2 THEN 'token.refused' ELSE 'token.issued' END,
      CASE WHEN n % 50 = 2 THEN 'failure' ELSE 'success' END,
      client, CASE WHEN n % 50 <> 2 THEN 'tok_' || n END, 'req_' || lpad(n::text, 22, '0'),
      '10.' || n % 200 || '.0.1', 'curl/8', '{"scope": "workflow:read", "method": "client_secret_post"}'
    FROM generate_series(1, ${ROWS}::int) AS n,
      LATERAL (SELECT 'client_' || lpad((n % ${CLIENTS}::int + 1)::text, 22, '0') AS client) AS one`;
  await database`ANALYZE audit_events`;
  await database`ANALYZE clients`;
  await logStatements(database);
}, 300_000);

afterAll(async () => {
  await database?.end();
  await service?.stop('SIGTERM');
  await removeDataDir(dataDir);
});

const client = `client_${String(778).padStart(22, '0')}`;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** Pages of 8 KiB that one page of the list may touch: 51 rows, each in another, and the way to them in every month. */
const FEW = 600;
/** The same where 20,000 rows are looked at one by one because no index leads to what is asked for. */
const PORTION = 30_000;

const QUESTIONS: [string, Record<string, string>, number][] = [
  ['everything', {}, FEW],
  ['a time range in the past', { from: daysAgo(60), to: daysAgo(59) }, FEW],
  ['changes of clients', { group: 'clients' }, FEW],
  ['changes that nobody made', { group: 'signing_keys' }, FEW],
  ['failures', { outcome: 'failure' }, FEW],
  [
    'refused tokens in the past',
    { action: 'token.refused', outcome: 'failure', from: daysAgo(60), to: daysAgo(40) },
    PORTION,
  ],
  ['what a person did', { actor: 'usr_somebody' }, FEW],
  ['what a client did', { actor: client }, FEW],
  ['what concerns a client', { target: client }, FEW],
  ['failures of a client', { target: client, outcome: 'failure' }, FEW],
  ['a request', { request: `req_${String(123_457).padStart(22, '0')}` }, FEW],
  ['a token', { jti: 'tok_123457' }, FEW],
  ['issued tokens', { group: 'tokens', outcome: 'success' }, FEW],
  ['an address', { address: '10.7.0.1' }, PORTION],
  ['an address that never called', { address: '192.0.2.1' }, PORTION],
  ['an address in a time range', { address: '10.7.0.1', from: daysAgo(60), to: daysAgo(59) }, PORTION],
];

test.each(QUESTIONS)('%s: by an index, on the first page and on the next', async (name, question, most) => {
  const isMeant = (statement: string) => /from "audit_events"/.test(statement) && /order by/.test(statement);
  let cursor = '';
  for (const page of ['first', 'next']) {
    const query = new URLSearchParams({ ...question, ...(cursor ? { cursor } : {}) });
    const began = performance.now();
    let took = 0;
    const found = await explained(database, dataDir, isMeant, async () => {
      const answer = await portal.get(`/audit?${query}`);
      took = performance.now() - began;
      expect(answer.status, answer.text).toBe(200);
      cursor = answer.json.next ?? '';
    });
    console.log(`${name}, ${page} page, ${Math.round(took)} ms: ${found.map(words).join('; ')}`);
    for (const { readWhole, pages } of found) {
      expect(readWhole).toEqual([]);
      expect(pages).toBeLessThan(most);
    }
    if (!cursor) return;
  }
});

const words = ({ pages, milliseconds }: Explained) => `${pages} pages in ${milliseconds.toFixed(1)} ms`;

test('an export that is cut holds as many rows as it says, and says that it was cut', async () => {
  const answer = await portal.post('/audit/export', { format: 'csv' });
  const lines = answer.text.trimEnd().split('\r\n');
  expect(lines.length).toBe(1 + 100_000 + 1);
  expect(lines.at(-1)).toMatch(/^"?Cut: an export holds at most 100000 rows/);
});
