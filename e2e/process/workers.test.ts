import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { postmaster } from '../harness/data-dir';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { count, repeat } from '../harness/limits';
import { metricsIn } from '../harness/metrics';
import { isAlive } from '../harness/processes';
import type { Service } from '../harness/service';
import { readWelcome, type Welcome } from '../harness/welcome';
import { getToken, inspect } from '../harness/wire';

/** The workers of a process: whatever else it may have started is none. */
const workersOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .map(Number)
    .filter((child) => child > 0 && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('worker.js'));

/** Callers that keep their connections and never pause; whatever is no token, or no answer at all, is a fault. */
function load(origin: string, { client_id, client_secret }: Welcome, callers: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const body = JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret });
  const faults: string[] = [];
  let answers = 0;
  let going = true;

  const ask = () =>
    new Promise<void>((done) => {
      const sent = request(
        `${origin}/v1/auth/token`,
        { agent, method: 'POST', headers: { 'Content-Type': 'application/json' } },
        (answer) => {
          let text = '';
          answer.on('data', (chunk) => {
            text += chunk;
          });
          answer.on('error', (cause) => faults.push(cause.message));
          answer.on('close', () => {
            if (answer.statusCode === 200 && JSON.parse(text).access_token) answers++;
            else faults.push(`${answer.statusCode} ${text}`);
            done();
          });
        },
      );
      sent.on('error', (cause) => {
        faults.push(cause.message);
        done();
      });
      sent.end(body);
    });
  const loops = Array.from({ length: callers }, async () => {
    while (going) await ask();
  });
  return {
    answers: () => answers,
    async end() {
      going = false;
      await Promise.all(loops);
      agent.destroy();
      return faults;
    },
  };
}

describe('two workers behind one port', () => {
  const lab = useLab();
  const dataDir = lab.dataDir();
  let service: Service;
  let demo: Welcome;
  const workers = () => workersOf(service.pid);
  const metrics = () => call(`${service.origin}/metrics`);
  const twoOthersThan = (before: number[]) => () => {
    const now = workers();
    return now.length === 2 && now.every((pid) => !before.includes(pid));
  };

  beforeAll(async () => {
    service = await lab.start(dataDir, {
      env: {
        ROLE: 'api',
        WORKERS: '2',
        LOG_LEVEL: 'info',
        RATE_LIMIT_TOKEN: '1000000',
        RATE_LIMIT_INTROSPECT: '60',
      },
    });
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    demo = welcome;
  });

  test('it is said once that they are ready', () => {
    expect(workers()).toHaveLength(2);
    expect(service.stdout().match(/Gooclaim Auth is ready/g)).toHaveLength(1);
  });

  test('a limit is one limit', async () => {
    const token = await getToken(service.origin, demo);
    const answers = await repeat(80, () => inspect(service.origin, token, token));
    expect(count(answers, 200)).toBe(60);
    expect(count(answers, 429)).toBe(20);
  });

  test('metrics are those of both', async () => {
    await repeat(20, () => call(`${service.origin}/healthz`));
    const { text } = await metrics();
    expect(text).toContain('gooclaim_requests_total{endpoint="/healthz",status="200"} 20');
    expect(text).toContain('gooclaim_requests_total{endpoint="/v1/auth/introspect",status="200"} 60');
    const of = metricsIn(text);
    expect(of.value('gooclaim_request_duration_seconds_count', { endpoint: '/healthz', class: '2xx' })).toBe(
      20,
    );
    expect(of.value('gooclaim_outcomes_total', { operation: 'introspect', outcome: 'rate_limited' })).toBe(
      20,
    );
    // Of states the sum, or the worst; the start is that of their primary.
    expect(of.value('gooclaim_start_time_seconds')).toBeLessThan(Date.now() / 1000);
    expect(of.value('gooclaim_start_time_seconds')).toBeGreaterThan(Date.now() / 1000 - 600);
    expect(of.value('gooclaim_eventloop_lag_p99_seconds')).toBeLessThan(5);
    expect(of.value('gooclaim_database_connections_limit')).toBe(20);
    expect(of.value('gooclaim_memory_believed')).toBe(1);
    expect(of.value('gooclaim_signing_key_age_seconds')).toBeLessThan(600);
  });

  test('metrics of one alone are not given out', async () => {
    const [one = 0] = workers();
    process.kill(one, 'SIGSTOP');
    try {
      // One of the two is asked of the other worker.
      const both = [metrics(), metrics()];
      expect((await Promise.race(both)).status).toBe(503);
      process.kill(one, 'SIGCONT');
      await Promise.all(both);
    } finally {
      process.kill(one, 'SIGCONT');
    }
    expect((await metrics()).status).toBe(200);
  });

  test('SIGUSR2 puts others in their place, and no request is refused or lost', async () => {
    const before = workers();
    const traffic = load(service.origin, demo, 6);
    await eventually('there is traffic', () => traffic.answers() > 20);
    service.child.kill('SIGUSR2');
    await eventually('two others serve', twoOthersThan(before), 60);
    const then = traffic.answers();
    await eventually('the traffic goes on', () => traffic.answers() > then + 20);
    expect(await traffic.end()).toEqual([]);
    expect(service.hasEnded()).toBe(false);
  });

  test('one that is killed while it is asked, and while all are replaced, takes nothing with it', async () => {
    const restarts = () => service.stderr().split('all workers were restarted').length - 1;
    await eventually('all were replaced', () => restarts() === 1);
    const before = workers();
    // Not waited for: one whose connection was just handed over hears nothing more.
    void Promise.allSettled(Array.from({ length: 8 }, metrics));
    service.child.kill('SIGUSR2');
    process.kill(before[0] ?? 0, 'SIGKILL');
    await eventually('all were replaced', () => restarts() === 2 && twoOthersThan(before)(), 60);
    // What those that are gone had counted.
    await eventually('both tell theirs', async () =>
      (await metrics()).text.includes(
        'gooclaim_requests_total{endpoint="/v1/auth/introspect",status="200"} 60',
      ),
    );
    expect(service.hasEnded()).toBe(false);
  });

  test('one that dies is replaced', async () => {
    const [one = 0] = workers();
    process.kill(one, 'SIGKILL');
    await eventually('another is there', () => workers().length === 2 && !workers().includes(one));
    await eventually('it is said', () => service.stderr().includes('another takes its place'));
    await getToken(service.origin, demo);
  });

  test('all stop together, with what was under way', async () => {
    const all = [...workers(), postmaster(dataDir)?.pid ?? 0];
    const traffic = load(service.origin, demo, 4);
    await eventually('there is traffic', () => traffic.answers() > 20);
    const ended = service.stop('SIGTERM');
    expect(await ended).toBe(0);
    const faults = await traffic.end();
    // Once nobody listens; never an answer that broke off, and never a refusal.
    expect(faults.filter((fault) => !/ECONNREFUSED|ECONNRESET|socket hang up/.test(fault))).toEqual([]);
    expect(all.filter(isAlive)).toEqual([]);
  });
});
