import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { localIssuer, postmaster } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { Portal } from '../harness/portal';
import { isAlive } from '../harness/processes';
import { readWelcome } from '../harness/welcome';
import { expectInactive, expectRefusal, getToken, inspect, requestToken } from '../harness/wire';

describe('several processes on one folder', () => {
  const lab = useLab();

  test('two first starts at once both come up, make one tenant, and one of them prints it', async () => {
    const dataDir = lab.dataDir({ fresh: true });
    const both = await Promise.all([lab.start(dataDir), lab.start(dataDir)]);
    const welcomes = both
      .map((service) => readWelcome(service.stdout()))
      .filter((found) => found !== undefined);
    expect(welcomes).toHaveLength(1);
    expect(both.map((service) => service.stderr())).toEqual(['', '']);
    const [welcome] = welcomes;
    const [one, two] = both;
    // One database, one signing key, one pepper, one issuer.
    const issuers = [];
    for (const service of both) {
      const token = await getToken(service.origin, welcome as NonNullable<typeof welcome>);
      for (const other of both) expect((await inspect(other.origin, token, token)).json.active).toBe(true);
      issuers.push((await call(`${service.origin}/.well-known/oauth-authorization-server`)).json.issuer);
    }
    expect(new Set(issuers)).toEqual(new Set([localIssuer(dataDir)]));
    const keys = await Promise.all(both.map(({ origin }) => call(`${origin}/.well-known/jwks.json`)));
    expect(keys[0]?.json.keys).toHaveLength(2);
    expect(keys[1]?.text).toBe(keys[0]?.text);
    await Promise.all([one?.stop(), two?.stop()]);
    expect(postmaster(dataDir)).toBeUndefined();
  });

  test('a second process joins, sees changes within a second, and outlives the first', async () => {
    const dataDir = lab.dataDir();
    const first = await lab.start(dataDir);
    const welcome = readWelcome(first.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    const second = await lab.start(dataDir);
    expect(readWelcome(second.stdout())).toBeUndefined();
    const database = postmaster(dataDir)?.pid ?? 0;

    const portal = new Portal(first.origin);
    await portal.signIn(welcome.email, welcome.password);
    const client = await portal.createClient();
    const token = await getToken(second.origin, client);
    await portal.post(`/clients/${client.client_id}/disable`);
    const caller = await getToken(second.origin, welcome);
    expectInactive(await inspect(second.origin, caller, token));
    expectRefusal(await requestToken(second.origin, client), 401, 'invalid_client');
    await portal.post(`/clients/${client.client_id}/enable`);
    expect((await inspect(second.origin, caller, await getToken(second.origin, client))).json.active).toBe(
      true,
    );

    // The process that started the database goes; the database stays for the other.
    expect(await first.stop('SIGINT')).toBe(0);
    expect(isAlive(database)).toBe(true);
    await getToken(second.origin, client);
    expect((await call(`${second.origin}/readyz`)).status).toBe(200);

    const third = await lab.start(dataDir);
    await getToken(third.origin, client);
    expect(await second.stop('SIGINT')).toBe(0);
    await getToken(third.origin, client);
    expect(await third.stop('SIGINT')).toBe(0);
    expect(isAlive(database)).toBe(false);
  });

  test('requests under way are answered when a stop is asked for', async () => {
    const dataDir = lab.dataDir();
    const service = await lab.start(dataDir);
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    const { client_id, client_secret } = welcome;
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret });

    const underWay = await Promise.all(Array.from({ length: 8 }, () => beginPost(service.port, body)));
    const ended = service.stop('SIGTERM');
    await eventually('no new connection is taken', () =>
      call(`${service.origin}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    expect(service.hasEnded()).toBe(false);
    for (const answer of await Promise.all(underWay.map(({ finish }) => finish()))) {
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(answer).toContain('"access_token"');
    }
    expect(await ended).toBe(0);
    expect(postmaster(dataDir)).toBeUndefined();
  });
});

/** A token request of which the server has taken the head, and not yet the body. */
function beginPost(port: number, body: string): Promise<{ finish(): Promise<string> }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let read = '';
    let answered: (answer: string) => void = () => {};
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      read += chunk;
      if (!read.startsWith('HTTP/1.1 100 Continue\r\n\r\n')) return;
      resolve({
        finish: () =>
          new Promise((done) => {
            answered = done;
            socket.write(body);
          }),
      });
    });
    socket.on('close', () => answered(read.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')));
    const head = [
      'POST /v1/auth/token HTTP/1.1',
      `Host: localhost:${port}`,
      'Content-Type: application/json',
    ];
    head.push(`Content-Length: ${body.length}`, 'Expect: 100-continue', 'Connection: close');
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
  });
}
