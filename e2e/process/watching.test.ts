import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call';
import { CHECKOUT } from '../harness/checkout';
import { type Collector, useCollector } from '../harness/collector';
import { openDatabase } from '../harness/database';
import { eventually } from '../harness/eventually';
import { useLab } from '../harness/lab';
import { metricsIn } from '../harness/metrics';
import type { Service } from '../harness/service';
import { metricsNamed, watchedExpressions } from '../harness/watched-expressions';
import { readWelcome, type Welcome } from '../harness/welcome';
import { getToken, inspect, requestToken } from '../harness/wire';

const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const [, CALLERS_TRACE, CALLERS_SPAN] = CALLER.split('-');

const linesOf = (service: Service): Record<string, unknown>[] =>
  service
    .stderr()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

describe('a process that is watched', () => {
  const lab = useLab();
  let collector: Collector;
  let service: Service;
  let demo: Welcome;
  const metrics = async () => metricsIn((await call(`${service.origin}/metrics`)).text);

  beforeAll(async () => {
    collector = await useCollector();
    service = await lab.start(lab.dataDir(), {
      env: {
        ROLE: 'api',
        LOG_LEVEL: 'info',
        LOG_REQUESTS: 'all',
        TRACEPARENT_NETWORKS: '127.0.0.2',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_SERVICE_NAME: 'auth under test',
        OTEL_BSP_SCHEDULE_DELAY: '50',
      },
    });
    const welcome = readWelcome(service.stdout());
    if (!welcome) throw new Error('no credentials were printed');
    demo = welcome;
  });

  test('says how many requests ended how, and how long they took', async () => {
    const token = await getToken(service.origin, demo);
    await inspect(service.origin, token, token);
    await inspect(service.origin, token, 'none');
    await requestToken(service.origin, { ...demo, client_secret: 'wrong' });
    for (const path of ['/v1/one', '/v1/two', '/three?four=five', '/v1/auth/token/six'])
      await call(`${service.origin}${path}`, { method: 'PROPFIND' });
    // No method that anybody knows.
    await call(service.origin, { method: 'BREW' });
    const seen = await metrics();
    const value = (name: string, labels: Record<string, string>) => seen.value(name, labels);
    expect(value('gooclaim_requests_total', { endpoint: '/v1/auth/token', status: '200' })).toBe(1);
    expect(
      value('gooclaim_request_duration_seconds_count', { endpoint: '/v1/auth/token', class: '4xx' }),
    ).toBe(1);
    expect(
      value('gooclaim_request_duration_seconds_bucket', {
        endpoint: '/v1/auth/token',
        class: '2xx',
        le: '+Inf',
      }),
    ).toBe(1);
    const outcome = (operation: string, word: string) =>
      value('gooclaim_outcomes_total', { operation, outcome: word });
    expect(outcome('token', 'success')).toBe(1);
    expect(outcome('token', 'invalid_client')).toBe(1);
    expect(outcome('introspect', 'success')).toBe(1);
    expect(outcome('introspect', 'inactive')).toBe(1);
    expect(value('gooclaim_rate_limit_decisions_total', { policy: 'token', decision: 'allowed' })).toBe(1);
    // Whatever strangers ask for adds nothing to the names.
    const endpoints = new Set(seen.samples.map(({ labels: { endpoint } }) => endpoint).filter(Boolean));
    const expected = [
      '/metrics',
      '/readyz',
      '/v1/auth/introspect',
      '/v1/auth/token',
      'page',
      'unknown',
      'unreadable',
    ];
    expect(expected).toEqual(expect.arrayContaining([...endpoints]));
    expect(value('gooclaim_requests_total', { endpoint: 'unknown', status: '404' })).toBe(3);
    expect(value('gooclaim_requests_total', { endpoint: 'unreadable', status: '400' })).toBe(1);
  });

  test('says what is inside: the signing key, the memory, the pool, the audit log', async () => {
    const seen = await metrics();
    const day = 86_400;
    expect(seen.value('gooclaim_signing_key_age_seconds')).toBeLessThan(600);
    expect(seen.value('gooclaim_signing_key_rotation_in_seconds')).toBeGreaterThan(89 * day);
    expect(seen.value('gooclaim_memory_believed')).toBe(1);
    expect(seen.value('gooclaim_changes_age_seconds')).toBeLessThan(1);
    expect(seen.value('gooclaim_database_connections_limit')).toBe(10);
    expect(seen.value('gooclaim_database_duration_seconds_count', { outcome: 'done' })).toBeGreaterThan(5);
    expect(seen.value('gooclaim_rate_limit_store_up')).toBe(1);
    expect(seen.names).not.toContain('gooclaim_redis_up');
    await eventually(
      'the audit rows are written',
      async () => (await metrics()).value('gooclaim_audit_rows_waiting') === 0,
    );
  });

  test('counts statements that wait for a lock as a use of connections', async () => {
    const database = openDatabase(service.dataDir);
    try {
      await database.begin(async (holder) => {
        await holder`LOCK TABLE rate_limits IN ACCESS EXCLUSIVE MODE`;
        const asked = requestToken(service.origin, demo);
        await eventually(
          'it is seen',
          async () => ((await metrics()).value('gooclaim_database_connections_used') ?? 0) > 0,
        );
        // After a second each it counts by itself.
        expect((await asked).status).toBe(200);
      });
      const seen = await metrics();
      expect(seen.value('gooclaim_rate_limit_local_decisions_total', { policy: 'token' })).toBe(1);
      expect(seen.value('gooclaim_rate_limit_store_up')).toBe(0);
    } finally {
      await database.end();
    }
  });

  test('exposes every metric that the dashboard and the alert rules ask for', async () => {
    const { names } = await metrics();
    const fromElsewhere = new Set(['up']);
    // Only where a Redis is set up: `limits-redis.test.ts` looks at it.
    const sometimes = new Set(['gooclaim_redis_up']);
    const expressions = watchedExpressions(CHECKOUT);
    expect(expressions.length).toBeGreaterThan(30);
    const asked = new Set(expressions.flatMap(({ expression }) => metricsNamed(expression)));
    for (const name of asked)
      if (!fromElsewhere.has(name) && !sometimes.has(name)) expect(names, name).toContain(name);
  });

  test('exposes nothing that the guide does not explain', async () => {
    const guide = readFileSync(`${CHECKOUT}/docs/guide/monitoring.md`, 'utf8');
    for (const name of (await metrics()).families)
      if (name.startsWith('gooclaim_')) expect(guide, name).toContain(`\`${name}\``);
  });

  test('sends a trace of each request, with its pieces and its request id, and names it in the log', async () => {
    const answer = await requestToken(service.origin, demo);
    const requestId = answer.headers['x-request-id'] ?? '';
    const request = await eventually('the trace arrives', () =>
      collector.spans().find(({ attributes }) => attributes['gooclaim.request_id'] === requestId),
    );
    expect(request).toMatchObject({
      name: 'POST /v1/auth/token',
      kind: 2,
      service: 'auth under test',
      status: 0,
      links: [],
    });
    expect(request.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/auth/token',
      'http.response.status_code': 200,
      'gooclaim.request_id': requestId,
    });
    expect(request.parentSpanId ?? '').toBe('');
    const pieces = collector.spans().filter(({ parentSpanId }) => parentSpanId === request.spanId);
    expect(pieces.map(({ name }) => name)).toContain('rate limit');
    expect(pieces.every(({ traceId }) => traceId === request.traceId)).toBe(true);
    const line = linesOf(service).find(({ request_id }) => request_id === requestId);
    expect(line).toMatchObject({
      method: 'POST',
      endpoint: '/v1/auth/token',
      status: 200,
      trace_id: request.traceId,
    });
    expect(Object.keys(line ?? {}).sort()).toEqual([
      'duration_ms',
      'endpoint',
      'level',
      'method',
      'msg',
      'request_id',
      'span_id',
      'status',
      'time',
      'trace_id',
    ]);
  });

  test('takes the parent of a trace from callers of the networks it was told, and links to that of others', async () => {
    const ask = async (from: string, traceparent: string) => {
      const { headers } = await call(`http://127.0.0.1:${service.port}/.well-known/jwks.json?a=b`, {
        from,
        headers: { traceparent, 'X-Forwarded-For': '127.0.0.2' },
      });
      return headers;
    };
    const before = collector.spans().length;
    await ask('127.0.0.2', CALLER);
    await ask('127.0.0.1', CALLER);
    await ask('127.0.0.2', `${CALLER}zz`);
    const three = await eventually('all three arrive', () => {
      const found = collector
        .spans()
        .slice(before)
        .filter(({ attributes }) => attributes['http.route'] === '/.well-known/jwks.json');
      return found.length === 3 ? found : undefined;
    });
    const [trusted, stranger, garbled] = three;
    expect(trusted).toMatchObject({ traceId: CALLERS_TRACE, parentSpanId: CALLERS_SPAN, links: [] });
    expect(stranger?.traceId).not.toBe(CALLERS_TRACE);
    expect(stranger?.links).toMatchObject([{ traceId: CALLERS_TRACE, spanId: CALLERS_SPAN }]);
    expect(garbled).toMatchObject({ links: [] });
    expect(garbled?.traceId).not.toBe(CALLERS_TRACE);
    expect(JSON.stringify(three)).not.toContain('a=b');
  });

  test('sends what waits when it is stopped', async () => {
    const answer = await requestToken(service.origin, demo);
    expect(await service.stop('SIGTERM')).toBe(0);
    const last = collector
      .spans()
      .find(({ attributes }) => attributes['gooclaim.request_id'] === answer.headers['x-request-id']);
    expect(last).toBeDefined();
    expect(collector.contentTypes).toEqual(new Set(['application/json']));
  });
});
