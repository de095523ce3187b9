import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { postmaster } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { readWelcome } from '../harness/welcome';
import { bearer, expectRefusal, getToken, inspect, JSON_TYPE, requestToken } from '../harness/wire';

/** The server process and its children, as /proc lists them. */
function family(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) === pid;
      } catch {
        // It has ended in the meantime.
        return false;
      }
    });
  return [pid, ...children.map(Number)];
}

const signal = (pids: number[], name: NodeJS.Signals) => {
  for (const pid of pids) process.kill(pid, name);
};

describe.skipIf(process.platform !== 'linux')('a database that hangs', () => {
  const lab = useLab();

  test('503 with Retry-After in bounded time, never a verdict, and all is well when it goes on', async () => {
    const service = await lab.start(lab.dataDir());
    const client = readWelcome(service.stdout());
    if (!client) throw new Error('no credentials were printed');
    const token = await getToken(service.origin, client);
    const mcp = `${service.origin}/mcp`;
    const forMcp = await getToken(service.origin, client, { resource: mcp });

    const frozen = family(postmaster(service.dataDir)?.pid ?? 0);
    expect(frozen.length).toBeGreaterThan(3);
    signal(frozen, 'SIGSTOP');
    try {
      const answers = await Promise.all([
        requestToken(service.origin, client),
        requestToken(service.origin, { ...client, client_secret: 'wrong' }),
        inspect(service.origin, token, token),
        call(mcp, {
          method: 'POST',
          headers: { ...JSON_TYPE, ...bearer(forMcp) },
          body: '{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}',
        }),
      ]);
      for (const answer of answers) {
        expectRefusal(answer, 503, 'temporarily_unavailable');
        expect(answer.headers['retry-after']).toMatch(/^\d+$/);
      }
      expect((await call(`${service.origin}/readyz`)).status).toBe(503);
      expect((await call(`${service.origin}/healthz`)).status).toBe(200);
    } finally {
      signal(frozen, 'SIGCONT');
    }
    await eventually('tokens are issued again', async () => {
      const answer = await requestToken(service.origin, client);
      return answer.status === 200;
    });
    expect((await inspect(service.origin, token, token)).json.active).toBe(true);
  });

  test('one connection that hangs holds up at most its own work', async () => {
    const service = await lab.start(lab.dataDir());
    const client = readWelcome(service.stdout());
    if (!client) throw new Error('no credentials were printed');
    await Promise.all(Array.from({ length: 20 }, () => getToken(service.origin, client)));

    const [server = 0, ...children] = family(postmaster(service.dataDir)?.pid ?? 0);
    const sessions = children.filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('[local]'),
    );
    expect({ server: server > 0, sessions: sessions.length > 2 }).toEqual({ server: true, sessions: true });
    const one = sessions.slice(-1);
    signal(one, 'SIGSTOP');
    try {
      const answers = await Promise.all(
        Array.from({ length: 30 }, () => requestToken(service.origin, client)),
      );
      const issued = answers.filter(({ status }) => status === 200);
      expect(issued.length).toBeGreaterThan(15);
      for (const { status } of answers) expect([200, 503]).toContain(status);
    } finally {
      signal(one, 'SIGCONT');
    }
  });
});
