import { expect, it } from 'vitest';
import { createRequestLog } from './request-log';

function logged(logEveryRequest: boolean) {
  const lines: [level: string, fields: Record<string, unknown>][] = [];
  const at = (level: string) => (fields: object) => void lines.push([level, { ...fields }]);
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  let now = 0;
  const write = createRequestLog(log, logEveryRequest, () => now);
  const answer = (status: number) =>
    write({
      requestId: 'req_1',
      method: 'POST',
      endpoint: '/v1/auth/token',
      status,
      seconds: 0.01234,
      trace: undefined,
    });
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { lines, answer, pass };
}

it('has a line for each fault of ours, and nothing else above debug', () => {
  const { lines, answer } = logged(false);
  for (const status of [200, 401, 429, 499, 500, 503]) answer(status);
  expect(lines.map(([level]) => level)).toEqual(['debug', 'debug', 'debug', 'debug', 'warn', 'warn']);
  expect(lines[0]?.[1]).toEqual({
    request_id: 'req_1',
    method: 'POST',
    endpoint: '/v1/auth/token',
    status: 200,
    duration_ms: 12.3,
  });
});

it('does not fill the disk in an outage, and says how many lines it left out', () => {
  const { lines, answer, pass } = logged(false);
  for (let i = 0; i < 100; i++) answer(503);
  expect(lines.length).toBe(20);
  pass(1000);
  answer(503);
  answer(503);
  expect(lines.slice(20).map(([, fields]) => fields.lines_left_out)).toEqual([80, undefined]);
});

it('has a line for every answer where that is wanted', () => {
  const { lines, answer } = logged(true);
  for (let i = 0; i < 30; i++) answer(503);
  answer(200);
  expect(lines.length).toBe(31);
  expect(lines.at(-1)?.[0]).toBe('info');
});
