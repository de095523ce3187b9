import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { TryItOperation } from '@/lib/contract/docs';
import { shownBody } from './try-it-answer';
import { curlOf, type Filled, filledFrom, mistakes, requestOf } from './try-it-request';

const field = (name: string, more = {}) => ({
  ...{ name, required: false, example: '', values: [], secret: false, usual: true },
  ...more,
});

const TOKEN_OPERATION: TryItOperation = {
  ...{ operationId: 'create-token', name: 'Get a token', issuer: 'https://auth.example.com' },
  ...{ method: 'POST', path: '/v1/auth/token', ways: ['none', 'basic'], parameters: [] },
  fields: [
    field('grant_type', { required: true, example: 'client_credentials' }),
    field('client_id', { example: 'YOUR_CLIENT_ID' }),
    field('client_secret', { secret: true }),
    field('scope'),
  ],
};
const CHANGE: TryItOperation = {
  ...{ operationId: 'change-client', name: 'Change', issuer: 'https://auth.example.com', method: 'PATCH' },
  ...{ path: '/v1/tenants/self/clients/{client_id}', ways: ['bearer'], json: '{"client_name":"A"}' },
  parameters: [
    { name: 'client_id', in: 'path', required: true, example: 'client_own', values: [] },
    { name: 'If-Match', in: 'header', required: false, example: '', values: [] },
    { name: 'q', in: 'query', required: false, example: '', values: [] },
  ],
};
const filled = (operation: TryItOperation, more: Partial<Filled> = {}, values = {}): Filled => {
  const opened = filledFrom(operation, '');
  return { ...opened, ...more, values: { ...opened.values, ...values } };
};

/** What a shell makes of a command's words. */
const words = (curl: string, env: Record<string, string>): string[] =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${curl}`], {
    encoding: 'utf8',
    env: { NODE_ENV: 'test', ...env },
  })
    .split('\0')
    .slice(0, -1);

it('opens with what is known, and asks for nobody’s client', () => {
  expect(filledFrom(TOKEN_OPERATION, '').values).toEqual({
    ...{ grant_type: 'client_credentials', client_id: '', client_secret: '', scope: '' },
  });
  expect(filledFrom(CHANGE, 'a.b.c')).toMatchObject({ token: 'a.b.c', values: { client_id: 'client_own' } });
});

it('sends what was typed, one way to say who calls, and nothing for what was left empty', () => {
  const typed = { client_id: ' client_a ', client_secret: 'gcs_live_x\n' };
  expect(requestOf(TOKEN_OPERATION, filled(TOKEN_OPERATION, {}, typed))).toEqual({
    ...{ method: 'POST', url: 'https://auth.example.com/v1/auth/token' },
    headers: { 'Content-Type': 'application/json' },
    body: '{"grant_type":"client_credentials","client_id":"client_a","client_secret":"gcs_live_x"}',
  });
  const basic = filled(TOKEN_OPERATION, { way: 'basic', clientId: 'a:b', clientSecret: 'c d' }, typed);
  expect(requestOf(TOKEN_OPERATION, basic)).toMatchObject({
    headers: { Authorization: `Basic ${btoa('a%3Ab:c%20d')}` },
    body: '{"grant_type":"client_credentials"}',
  });
  const change = filled(CHANGE, { token: 'a.b.c' }, { client_id: '../x?y', 'If-Match': '"7"', q: 'ä&b' });
  expect(requestOf(CHANGE, change)).toEqual({
    ...{ method: 'PATCH', url: 'https://auth.example.com/v1/tenants/self/clients/..%2Fx%3Fy?q=%C3%A4%26b' },
    headers: { Authorization: 'Bearer a.b.c', 'If-Match': '"7"', 'Content-Type': 'application/json' },
    body: '{"client_name":"A"}',
  });
});

it('says what is wrong before anything is sent', () => {
  expect(mistakes(TOKEN_OPERATION, filled(TOKEN_OPERATION, {}, { grant_type: ' ' }))).toEqual({
    grant_type: 'This is needed.',
  });
  const odd = filled(CHANGE, { token: 'a\u2026', json: '[1]' }, { 'If-Match': 'a\nb' });
  expect(Object.keys(mistakes(CHANGE, odd)).sort()).toEqual(['If-Match', 'bearer', 'json']);
  expect(mistakes(CHANGE, filled(CHANGE, { token: 'a.b.c' }))).toEqual({});
});

it('writes the same request for a shell, with variables in place of secrets', () => {
  const typed = { client_id: "it's", client_secret: 'gcs_live_x' };
  const body = curlOf(TOKEN_OPERATION, filled(TOKEN_OPERATION, {}, typed));
  expect(body).not.toContain('gcs_live_x');
  const [, , , , , , data] = words(body, { CLIENT_SECRET: 'gcs_live_x' });
  expect(data).toBe(requestOf(TOKEN_OPERATION, filled(TOKEN_OPERATION, {}, typed)).body);

  const basic = filled(TOKEN_OPERATION, { way: 'basic', clientId: 'client_a', clientSecret: 'gcs_live_x' });
  expect(words(curlOf(TOKEN_OPERATION, basic), { CLIENT_SECRET: 'gcs_live_x' })).toContain(
    'client_a:gcs_live_x',
  );
  const odd = filled(TOKEN_OPERATION, {}, { client_id: '\\u0000 \uE000(id)\uE000', client_secret: 'x' });
  expect(words(curlOf(TOKEN_OPERATION, odd), { CLIENT_SECRET: 'x' }).at(-1)).toBe(
    requestOf(TOKEN_OPERATION, odd).body,
  );
  const change = curlOf(CHANGE, filled(CHANGE, { token: 'a.b.c' }, { client_id: '$(id)`x`' }));
  expect(change).not.toContain('a.b.c');
  expect(words(change, { TOKEN: 'a.b.c' })).toEqual([
    ...['--request', 'PATCH', 'https://auth.example.com/v1/tenants/self/clients/%24(id)%60x%60'],
    ...['--header', 'Authorization: Bearer a.b.c', '--header', 'Content-Type: application/json'],
    ...['--data', '{"client_name":"A"}'],
  ]);
});

it('covers what is secret in an answer, wherever in it', () => {
  const { body, covered, token } = shownBody(
    '{"access_token":"eyJhbGciOiJSUzI1NiJ9.e.s","a":[{"client_secret":"gcs_live_xyz"}]}',
  );
  expect(token).toBe('eyJhbGciOiJSUzI1NiJ9.e.s');
  expect(body).toContain('gcs_live_xyz');
  expect(covered).not.toMatch(/gcs_live_x|UzI1NiJ9/);
  expect(shownBody('')).toEqual({ body: '', covered: '' });
  expect(shownBody('null')).toEqual({ body: 'null', covered: 'null' });
});
