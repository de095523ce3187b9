import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { codeFor, exchange, refresh, registerApp, signInAt } from '../harness/apps';
import { call } from '../harness/call';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { readWelcome, type Welcome } from '../harness/welcome';
import {
  bearer,
  expectInactive,
  expectRefusal,
  getToken,
  inspect,
  introspect,
  JSON_TYPE,
  requestToken,
} from '../harness/wire';

/** Other processes on the same data, with other clocks, in place of waiting. */
describe('what ends with time', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  let welcome: Welcome;
  let now: Service;
  let sooner: Service;
  let session: Service;
  let hour: Service;

  beforeAll(async () => {
    now = await lab.start(dataDir);
    welcome = readWelcome(now.stdout()) as Welcome;
    expect(welcome).toBeDefined();
    const moved = (seconds: number) => lab.start(dataDir, { env: { CLOCK_OFFSET_SECONDS: String(seconds) } });
    [sooner, session, hour] = await Promise.all([moved(840), moved(900), moved(3601)]);
  });

  const ask = (origin: string, portal: Portal, path: string, method = 'GET') =>
    call(`${origin}/api/portal${path}`, { method, headers: { Cookie: portal.jar.header(), Origin: origin } });

  test('a session ends 15 minutes after it was last refreshed', async () => {
    const portal = new Portal(now.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);
    expect((await ask(sooner.origin, portal, '/session')).status).toBe(200);
    for (const [path, method] of [['/session'], ['/clients'], ['/session/refresh', 'POST']] as const) {
      const answer = await ask(session.origin, portal, path, method);
      expect({ path, status: answer.status, error: answer.json.error }).toEqual({
        path,
        status: 401,
        error: 'invalid_session',
      });
    }
    // Back at the first clock it is still there: reading never extended it, and refusing never ended it.
    expect((await ask(now.origin, portal, '/session')).status).toBe(200);
  });

  test('a token ends after its hour: inactive when inspected, and no credential any more', async () => {
    const token = await getToken(now.origin, welcome);
    for (const { origin } of [sooner, session])
      expect((await inspect(origin, token, token)).json.active).toBe(true);
    const { client_id, client_secret } = welcome;
    const byClient = { headers: JSON_TYPE, body: JSON.stringify({ token, client_id, client_secret }) };
    expectInactive(await introspect(hour.origin, byClient));
    const byItself = { headers: { ...bearer(token), ...JSON_TYPE }, body: JSON.stringify({ token }) };
    expectRefusal(await introspect(hour.origin, byItself), 401, 'invalid_token');
  });

  test('a token from the future, truly signed, is none yet', async () => {
    const token = await getToken(now.origin, welcome);
    const ahead = await getToken(hour.origin, welcome);
    expect((await inspect(hour.origin, ahead, ahead)).json.active).toBe(true);
    expectInactive(await inspect(now.origin, token, ahead));
    const early = { headers: { ...bearer(ahead), ...JSON_TYPE }, body: JSON.stringify({ token }) };
    expectRefusal(await introspect(now.origin, early), 401, 'invalid_token');
  });

  test('an old secret works during its overlap and not after it', async () => {
    const portal = new Portal(now.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);
    const old = await portal.createClient();
    const { client } = (await portal.get(`/clients/${old.client_id}`)).json;
    const rotated = await portal.post(`/clients/${old.client_id}/secrets`, {
      overlap_seconds: 3600,
      current_secret_id: client.secrets[0].id,
    });
    await getToken(now.origin, old);
    await getToken(sooner.origin, old);
    expectRefusal(await requestToken(hour.origin, old), 401, 'invalid_client');
    await getToken(hour.origin, { ...old, client_secret: rotated.json.client_secret });
  });

  test('a refresh gives fifteen more minutes, and no refresh moves the end after eight hours', async () => {
    const portal = new Portal(now.origin);
    await portal.signIn(welcome.email, welcome.password);
    const begun = (await portal.get('/session')).json;
    expect(Date.parse(begun.expires_at) - Date.parse(begun.now)).toBeLessThanOrEqual(900_000);
    expect(Date.parse(begun.ends_at) - Date.parse(begun.now)).toBeLessThanOrEqual(8 * 3_600_000);
    // A plain read extends nothing.
    expect((await portal.get('/session')).json.expires_at).toBe(begun.expires_at);
    const refreshed = (await ask(sooner.origin, portal, '/session/refresh', 'POST')).json;
    expect(Date.parse(refreshed.expires_at) - Date.parse(refreshed.now)).toBe(900_000);
    expect(refreshed.ends_at).toBe(begun.ends_at);
  });

  test('a code ends after a minute; a sign-in at an app after an hour without a refresh, and its token before', async () => {
    const portal = new Portal(now.origin);
    await portal.signIn(welcome.email, welcome.password);
    const app = await registerApp(portal);
    expectRefusal(await exchange(sooner.origin, app, await codeFor(portal, app)), 400, 'invalid_grant');

    const first = await signInAt(portal, app);
    const asker = await getToken(session.origin, welcome);
    expectInactive(await inspect(session.origin, asker, first.access_token));
    const second = (await refresh(session.origin, app, first.refresh_token)).json;
    // Each refresh gives another hour.
    const third = await refresh(hour.origin, app, second.refresh_token);
    expect(third.status, third.text).toBe(200);
    const idle = await signInAt(portal, app);
    expectRefusal(await refresh(hour.origin, app, idle.refresh_token), 400, 'invalid_grant');
    const last = await getToken(hour.origin, welcome);
    expect((await inspect(hour.origin, last, third.json.access_token)).json.active).toBe(true);
  });

  test('a token of another issuer on the very same keys is none of ours', async () => {
    const theirs = await lab.start(dataDir, { env: { ISSUER: 'http://other.example' } });
    const token = await getToken(now.origin, welcome);
    const foreign = await getToken(theirs.origin, welcome);
    expect((await inspect(theirs.origin, foreign, foreign)).json.active).toBe(true);
    expectInactive(await inspect(now.origin, token, foreign));
    const answer = await introspect(now.origin, {
      headers: { ...bearer(foreign), ...JSON_TYPE },
      body: JSON.stringify({ token }),
    });
    expectRefusal(answer, 401, 'invalid_token');
  });

  test('a clock that is set in the middle of its work dates no token', async ({ skip }) => {
    const library = process.env.FAKETIME_LIBRARY;
    if (!library) return skip('no libfaketime here');
    const file = join(dataDir, 'set-clock');
    const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}s\n`);
    set(0);
    const FAKE = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
    const limits = { RATE_LIMIT_TOKEN: '100000' };
    const moved = await lab.start(dataDir, { env: { ROLE: 'api', ...limits, ...FAKE } });
    const wrong: number[] = [];
    let over = false;
    let issued = 0;
    const ask = async () => {
      while (!over) {
        const answer = await requestToken(moved.origin, welcome);
        expect([200, 503]).toContain(answer.status);
        if (answer.status !== 200) continue;
        issued++;
        const { iat } = JSON.parse(
          Buffer.from(answer.json.access_token.split('.')[1], 'base64url').toString(),
        );
        if (Math.abs(Date.now() / 1000 - iat) > 4) wrong.push(iat);
      }
    };
    const asking = Promise.all([ask(), ask()]);
    for (const seconds of [-600, 0, 600, 0]) {
      set(seconds);
      const before = issued;
      await pause(300);
      await eventually('tokens are issued again', () => issued > before + 5);
    }
    over = true;
    await asking;
    expect(wrong).toEqual([]);
    expect(moved.stderr()).toContain('which is followed');
    expect(await moved.stop('SIGTERM')).toBe(0);
  });
});
