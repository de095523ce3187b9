import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
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

  test('sessions after 15 minutes, tokens after their hour, old secrets after their overlap', async () => {
    const portal = new Portal(now.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);
    const token = await getToken(now.origin, welcome);

    const rotated = await portal.createClient();
    const { client } = (await portal.get(`/clients/${rotated.client_id}`)).json;
    const fresh = await portal.post(`/clients/${rotated.client_id}/secrets`, {
      overlap_seconds: 3600,
      current_secret_id: client.secrets[0].id,
    });
    const renewed = { ...rotated, client_secret: fresh.json.client_secret };

    // Fourteen minutes later all is as it was.
    expect((await ask(sooner.origin, portal, '/session')).status).toBe(200);
    expect((await inspect(sooner.origin, token, token)).json.active).toBe(true);

    // Fifteen minutes later the session is over, and cannot be woken.
    for (const [path, method] of [['/session'], ['/clients'], ['/session/refresh', 'POST']] as const) {
      const answer = await ask(session.origin, portal, path, method);
      expect({ path, status: answer.status, error: answer.json.error }).toEqual({
        path,
        status: 401,
        error: 'invalid_session',
      });
    }
    expect((await inspect(session.origin, token, token)).json.active).toBe(true);

    // Back at the first clock it is still there: reading never extended it, and refusing never ended it.
    expect((await ask(now.origin, portal, '/session')).status).toBe(200);

    // An hour later the token is inactive when inspected, and no credential any more.
    const body = JSON.stringify({ token });
    expectInactive(
      await introspect(hour.origin, {
        headers: JSON_TYPE,
        body: JSON.stringify({ token, ...bare(welcome) }),
      }),
    );
    const answer = await introspect(hour.origin, { headers: { ...bearer(token), ...JSON_TYPE }, body });
    expectRefusal(answer, 401, 'invalid_token');

    // A token that the later clock made is from the future to the first one.
    const ahead = await getToken(hour.origin, welcome);
    expect((await inspect(hour.origin, ahead, ahead)).json.active).toBe(true);
    expectInactive(await inspect(now.origin, token, ahead));

    // The old secret worked during the overlap, and not after it.
    await getToken(now.origin, rotated);
    await getToken(sooner.origin, rotated);
    expectRefusal(await requestToken(hour.origin, rotated), 401, 'invalid_client');
    await getToken(hour.origin, renewed);
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
});

const bare = ({ client_id, client_secret }: { client_id: string; client_secret: string }) => ({
  client_id,
  client_secret,
});
