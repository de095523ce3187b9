import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { localSettings, postmaster } from '../harness/data-dir';
import { useLab } from '../harness/lab';
import { Portal } from '../harness/portal';
import { isAlive, runToEnd } from '../harness/processes';
import { readWelcome, type Welcome } from '../harness/welcome';
import { getToken, inspect } from '../harness/wire';

/** The tests of this file are one story, in order. */
describe('npm start on a fresh folder', () => {
  const lab = useLab();
  const dataDir = lab.dataDir({ fresh: true });
  let port: number;
  let welcome: Welcome;
  let token: string;
  let service: Awaited<ReturnType<typeof lab.start>>;

  test('comes up, and says where it is', async () => {
    service = await lab.start(dataDir);
    port = service.port;
    expect(service.stdout()).toContain(`Gooclaim Auth is ready: http://localhost:${port}`);
    const printed = readWelcome(service.stdout());
    expect(printed).toBeDefined();
    welcome = printed as Welcome;
    expect(service.stdout().match(/^\s*curl .*$/gm)).toHaveLength(1);
    expect(service.stderr()).toBe('');
  });

  test('the printed curl works as pasted', async () => {
    const { code, stdout } = await runToEnd('bash', ['-c', welcome.curl]);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'workflow:read audit:read',
    });
    token = answer.access_token;
    expect((await inspect(service.origin, token, token)).json.active).toBe(true);
  });

  test('the printed sign-in works', async () => {
    const portal = new Portal(service.origin);
    expect(await portal.signIn(welcome.email, welcome.password)).toBe(true);
    const { clients } = (await portal.get('/clients')).json;
    expect(clients.map(({ client_id }: { client_id: string }) => client_id)).toEqual([welcome.client_id]);
  });

  test('answers on both addresses that localhost may mean', async () => {
    expect((await call(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const six = await call(`http://[::1]:${port}/healthz`).catch((cause) => cause.code);
    expect(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 200]).toContain(typeof six === 'string' ? six : six.status);
  });

  test('keeps its secrets to itself: no open database port, no readable settings, nothing printed but once', () => {
    expect(statSync(join(dataDir, 'local.json')).mode & 0o077).toBe(0);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o077).toBe(0);
    const { socketFolder = '' } = postmaster(dataDir) ?? {};
    expect(statSync(socketFolder).mode & 0o077).toBe(0);
    const settings = localSettings(dataDir);
    const printed = service.stdout() + service.stderr();
    for (const name of ['KEY_ENCRYPTION_KEY', 'SECRET_PEPPER', 'NEXTAUTH_SECRET', 'POSTGRES_PASSWORD'])
      expect(printed).not.toContain(settings[name]);
  });

  test('a port that is taken is said in a sentence, and leaves nothing running', async () => {
    const other = lab.dataDir({ fresh: true });
    await expect(lab.start(other, { port })).rejects.toThrow(`Port ${port} is taken`);
    expect(postmaster(other)).toBeUndefined();
  });

  test('Ctrl-C stops everything it started, the database included', async () => {
    const database = postmaster(dataDir);
    expect(database && isAlive(database.pid)).toBe(true);
    expect(await service.stop('SIGINT')).toBe(0);
    expect(isAlive(database?.pid ?? 0)).toBe(false);
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
    await expect(call(`http://localhost:${port}/healthz`)).rejects.toThrow();
  });

  test('a second start keeps all data and prints no credentials', async () => {
    const again = await lab.start(dataDir, { port });
    expect(again.stdout()).toContain(`Gooclaim Auth is ready: http://localhost:${port}`);
    expect(readWelcome(again.stdout())).toBeUndefined();
    expect(again.stdout()).not.toMatch(/Password\s|curl |gcs_/);
    await getToken(again.origin, welcome);
    // The signing key is the same one: a token from before the stop still holds.
    expect((await inspect(again.origin, token, token)).json.active).toBe(true);
    expect(await new Portal(again.origin).signIn(welcome.email, welcome.password)).toBe(true);
    expect(await again.stop('SIGTERM')).toBe(0);
    expect(postmaster(dataDir)).toBeUndefined();
  });
});
