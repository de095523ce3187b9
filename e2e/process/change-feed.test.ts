import type { Sql } from 'postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { type Onboarded, onboard } from '../harness/onboard';
import type { Service } from '../harness/service';
import { logStatements, statementsDuring } from '../harness/statements';
import { operate } from '../harness/tenant';
import {
  basic,
  expectInactive,
  FORM_TYPE,
  getToken,
  inspect,
  introspect,
  requestToken,
} from '../harness/wire';

/** Whoever asks so long after a change, in milliseconds, is answered by it, whatever happens to connections. */
const BOUND_MS = 1_000;
/** Of three hundred requests so many may read the database: those of a second's first moment, and a minute's chores. */
const FEW = 60;

/** The ledger looks whether a secret still exists in the statement that writes the audit row: that is no reading. */
const RECORDS =
  /^\s*select\b[\s\S]*\bfrom "?(clients|client_secrets|tenants|resources|signing_keys|revoked_tokens)"?\b/i;

describe('what tokens are issued and judged by', () => {
  const lab = useLab();
  let service: Service;
  let database: Sql;
  let client: Onboarded;
  let caller: Onboarded;

  beforeAll(async () => {
    const dataDir = lab.dataDir();
    const env = { LOG_LEVEL: 'info', RATE_LIMIT_TOKEN: '1000000', RATE_LIMIT_INTROSPECT: '1000000' };
    service = await lab.start(dataDir, { env });
    client = await onboard(dataDir, 'Client', 'client@feed.test');
    caller = await onboard(dataDir, 'Client', 'caller@feed.test');
    database = openDatabase(dataDir);
    await logStatements(database);
    return () => database.end();
  });

  /** By the caller's secret, which no change of the client touches. */
  const ask = (token: string, { client_id, client_secret } = client) =>
    introspect(service.origin, {
      headers: { ...FORM_TYPE, ...basic(client_id, client_secret) },
      body: new URLSearchParams({ token }).toString(),
    });
  const isActive = async (token: string): Promise<boolean> => (await ask(token)).json.active;

  const readings = async (work: () => Promise<unknown>) =>
    (await statementsDuring(service.dataDir, work)).filter((statement) => RECORDS.test(statement));
  const untilSteady = (token: string) =>
    eventually('nothing is read any more', async () => {
      const read = await readings(async () => {
        for (let times = 0; times < 20; times++) await inspect(service.origin, token, token);
      });
      return read.length < 2;
    });
  const backendOf = async (statement: string): Promise<number | undefined> =>
    (
      await database`SELECT pid FROM pg_stat_activity WHERE query ILIKE ${`${statement}%`} ORDER BY backend_start DESC`
    )[0]?.pid;

  /** Asks without a pause until the answer has changed, and for a while longer: none asked late may be the old one. */
  async function expectWithin(what: string, isNew: () => Promise<boolean>): Promise<void> {
    const began = performance.now();
    for (let asked = began; !(await isNew()); asked = performance.now())
      expect(asked - began, what).toBeLessThan(BOUND_MS);
    for (let times = 0; times < 10; times++) expect(await isNew(), `${what}, later on`).toBe(true);
  }

  test('is not read from the database in the steady state', async () => {
    const token = await getToken(service.origin, client);
    await untilSteady(token);
    const read = await readings(async () => {
      for (let times = 0; times < 100; times++) {
        const issued = await getToken(service.origin, client);
        expect(await isActive(issued)).toBe(true);
        expect((await inspect(service.origin, token, issued)).json.active).toBe(true);
      }
    });
    expect(read.length, read.join('\n')).toBeLessThan(FEW);
  });

  test('is noticed when it is changed by hand', async () => {
    const { client_id: id, tenant_id: tenant } = caller;
    const changes: [string, () => Promise<unknown>, (() => Promise<unknown>)?][] = [
      [
        'the client disabled',
        () => database`UPDATE clients SET status = 'disabled' WHERE id = ${id}`,
        () => database`UPDATE clients SET status = 'active' WHERE id = ${id}`,
      ],
      [
        'all clients disabled in one statement',
        () => database`UPDATE clients SET status = 'disabled' WHERE tenant_id = ${tenant}`,
        () => database`UPDATE clients SET status = 'active' WHERE tenant_id = ${tenant}`,
      ],
      [
        'the tenant suspended',
        () => database`UPDATE tenants SET status = 'suspended' WHERE id = ${tenant}`,
        () => database`UPDATE tenants SET status = 'active' WHERE id = ${tenant}`,
      ],
      [
        'the tokens of the secret ended',
        () =>
          database`UPDATE client_secrets SET tokens_not_before = now() + interval '2 s' WHERE client_id = ${id}`,
        () => database`UPDATE client_secrets SET tokens_not_before = NULL WHERE client_id = ${id}`,
      ],
      ['the secret deleted', () => database`DELETE FROM client_secrets WHERE client_id = ${id}`],
    ];
    // Of the caller itself here: asked by its own tenant's other client there is none.
    const token = await getToken(service.origin, caller);
    const stands = async () => (await inspect(service.origin, token, token)).status === 200;
    for (const [what, change, undo] of changes) {
      expect(await stands(), `before ${what}`).toBe(true);
      await change();
      await expectWithin(what, async () => !(await stands()));
      await undo?.();
      if (undo) await expectWithin(`${what}, undone`, stands);
    }
    const own = await getToken(service.origin, client);
    expect(await isActive(own)).toBe(true);
    const { jti } = JSON.parse(Buffer.from(own.split('.')[1] ?? '', 'base64url').toString());
    await database`INSERT INTO revoked_tokens SELECT 'by_hand_' || n, now() + interval '1 h' FROM generate_series(1, 20000) AS n
      UNION ALL SELECT ${jti}, now() + interval '1 h'`;
    await expectWithin('a token revoked among 20,000', async () => !(await isActive(own)));
  });

  test('tokens end that were issued until the change was committed, in a second after that of its mark, too', async () => {
    const { client_id, client_secret, tenant_id } = await onboard(service.dataDir, 'Slow', 'slow@feed.test');
    const slow = { client_id, client_secret };
    await database.unsafe(`
      CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END';
      CREATE TRIGGER slowly BEFORE INSERT ON audit_events FOR EACH ROW
        WHEN (NEW.action = 'tenant.tokens_ended') EXECUTE FUNCTION slowly()`);
    const holder = openDatabase(service.dataDir);
    const held = await holder.begin(async (tx) => {
      await tx`SELECT FROM tenants WHERE id = ${tenant_id} FOR UPDATE`;
      const ending = operate(service.dataDir, 'end-tokens', tenant_id);
      await eventually(
        'it waits for the tenant',
        async () =>
          (
            await database`SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND query ILIKE '%tenants%'`
          ).length > 0,
      );
      // Its clock is read in the last tenth of a second, and its transaction ends in the next one.
      await tx`SELECT pg_sleep(1.9 - extract(epoch FROM clock_timestamp())::numeric % 1)`;
      return { ending };
    });
    await holder.end();
    const tokens: string[] = [];
    for (let isEnded = false; !isEnded; ) {
      const token = await getToken(service.origin, slow);
      const [tenant] = await database`SELECT tokens_not_before FROM tenants WHERE id = ${tenant_id}`;
      isEnded = tenant?.tokens_not_before !== null;
      if (!isEnded) tokens.push(token);
    }
    await held.ending;
    const asking = await getToken(service.origin, slow);
    expect(tokens.length).toBeGreaterThan(0);
    for (const token of tokens) expectInactive(await inspect(service.origin, asking, token));
    await database.unsafe('DROP FUNCTION slowly CASCADE');
  });

  test('is right while the connection that hears of changes is cut, again and again', async () => {
    for (let times = 0; times < 3; times++) {
      const token = await getToken(service.origin, client);
      await untilSteady(token);
      const pid = await backendOf('LISTEN');
      expect(pid).toBeGreaterThan(0);
      await database`SELECT pg_terminate_backend(${pid ?? 0})`;
      await database`UPDATE clients SET tokens_not_before = now() + interval '1 s' WHERE id = ${client.client_id}`;
      await expectWithin('tokens ended', async () => !(await isActive(token)));
    }
    expect(service.stderr()).not.toContain('changes cannot be followed');
  });

  test.skipIf(process.platform !== 'linux')(
    'is right while that connection hangs, and the log tells of it',
    async () => {
      const token = await getToken(service.origin, client);
      await untilSteady(token);
      const pid = (await backendOf('LISTEN')) ?? 0;
      expect(pid).toBeGreaterThan(0);
      process.kill(pid, 'SIGSTOP');
      try {
        await database`UPDATE clients SET status = 'disabled' WHERE id = ${client.client_id}`;
        await expectWithin('the client disabled', async () => (await ask(token)).status === 401);
        expect((await requestToken(service.origin, client)).status).toBe(401);
        await eventually('the log has it', () => service.stderr().includes('changes cannot be followed'));
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      await database`UPDATE clients SET status = 'active' WHERE id = ${client.client_id}`;
      await expectWithin('the client enabled', async () => (await ask(token)).status === 200);
      await eventually('the log has the end of it', () =>
        service.stderr().includes('changes are followed again'),
      );
      await untilSteady(await getToken(service.origin, client));
    },
  );
});
