import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, call } from '../harness/call';
import { doors, newClient } from '../harness/shared';
import {
  type Credentials,
  expectRefusal,
  expectWireHeaders,
  FORM_TYPE,
  JSON_TYPE,
  token,
} from '../harness/wire';

const LIMIT = 16 * 1024;

/** Next refuses these itself, before any handler of ours: on that door only the refusal is ours to promise. */
const REFUSED_BY_NEXT = ['TRACE', 'PROPFIND', '/v1//auth/token', '/v1/%ff'];

describe.each(doors)('requests that no endpoint takes, $name', ({ name, origin }) => {
  const refusedByNext = (asked: string) => name === 'app router' && REFUSED_BY_NEXT.includes(asked);

  let client: Credentials;
  beforeAll(async () => {
    client = await newClient();
  });
  const body = (extra: Record<string, string> = {}) =>
    JSON.stringify({ grant_type: 'client_credentials', ...client, ...extra });
  const ofLength = (length: number) => {
    const padding = length - body({ pad: '' }).length;
    return body({ pad: 'x'.repeat(padding) });
  };

  describe.each(['/v1/auth/token', '/v1/auth/introspect', '/v1/auth/revoke'])('%s', (path) => {
    test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
      '405 with Allow for %s',
      async (method) => {
        const answer = await call(`${origin}${path}`, { method });
        if (refusedByNext(method)) {
          expect(answer.status).toBeGreaterThanOrEqual(400);
          return;
        }
        expectWireHeaders(answer);
        expectRefusal(answer, 405, 'invalid_request');
        expect(answer.headers.allow).toBe('POST');
      },
    );

    test('405 for HEAD, without a body', async () => {
      const answer = await call(`${origin}${path}`, { method: 'HEAD' });
      expectWireHeaders(answer);
      expect({ status: answer.status, allow: answer.headers.allow, text: answer.text }).toEqual({
        status: 405,
        allow: 'POST',
        text: '',
      });
    });

    test('a method that a header claims to be meant is not believed', async () => {
      const answer = await call(`${origin}${path}`, { headers: { 'X-HTTP-Method-Override': 'POST' } });
      expectRefusal(answer, 405, 'invalid_request');
    });
  });

  test.each([
    '/v1',
    '/v1/',
    '/v1/auth',
    '/v1/auth/token/',
    '/v1/auth/Token',
    '/v1/auth/token/x',
    '/v1//auth/token',
    '/v1/auth/%74oken%2f',
    '/v1/workflows/wf_abc123',
    '/v1/%00',
    '/v1/%ff',
    '/v1/..%2f..%2fetc/passwd',
  ])('404 in JSON, with the headers, for %s', async (path) => {
    const answer = await rawGet(origin, path);
    if (refusedByNext(path)) {
      expect(answer.status).toBeGreaterThanOrEqual(300);
      return;
    }
    expectWireHeaders(answer);
    expectRefusal(answer, 404, 'invalid_request');
  });

  test('a body of 16 KiB is read', async () => {
    const answer = await token(origin, { headers: JSON_TYPE, body: ofLength(LIMIT) });
    expect(answer.status, answer.text).toBe(200);
  });

  test('413 for one byte more', async () => {
    expectRefusal(
      await token(origin, { headers: JSON_TYPE, body: ofLength(LIMIT + 1) }),
      413,
      'invalid_request',
    );
  });

  test('413 for one byte more in pieces, whose length nobody announced', async () => {
    const answer = await token(origin, { headers: JSON_TYPE, body: ofLength(LIMIT + 1), chunked: true });
    expectRefusal(answer, 413, 'invalid_request');
  });

  test('413 counts bytes, not characters', async () => {
    const text = body({ pad: 'é'.repeat(LIMIT / 2) });
    expect(text.length).toBeLessThan(LIMIT);
    expectRefusal(await token(origin, { headers: JSON_TYPE, body: text }), 413, 'invalid_request');
  });

  test('413 is said at once to someone who announces a gigabyte', async () => {
    const answer = await rawPost(
      origin,
      `Content-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n{"a":`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\ncache-control: no-store\r\n/i);
  });

  test.each([
    ['XML', 'application/xml', '<grant/>'],
    ['text', 'text/plain', 'grant_type=client_credentials'],
    ['a multipart form', 'multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
    ['bytes', 'application/octet-stream', 'grant_type=client_credentials'],
    ['no label', undefined, 'grant_type=client_credentials'],
    ['a label that only begins like JSON', 'application/jsonp', 'grant_type=client_credentials'],
    [
      'a label that only begins like a form',
      'application/x-www-form-urlencoded-x',
      'grant_type=client_credentials',
    ],
  ])('415 for %s', async (_, type, text) => {
    const headers = type === undefined ? {} : { 'Content-Type': type };
    expectRefusal(await token(origin, { headers, body: text }), 415, 'invalid_request');
  });

  test('415 for a compressed body: a small one could unfold into a large one', async () => {
    const headers = { ...FORM_TYPE, 'Content-Encoding': 'gzip' };
    expectRefusal(await token(origin, { headers, body: 'x' }), 415, 'invalid_request');
  });
});

/** The first answer's head to a POST whose head and body are written as they are. */
function rawPost(origin: string, rest: string): Promise<string> {
  const { hostname, port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let read = '';
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 s')));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      read += chunk;
      if (!read.includes('\r\n\r\n')) return;
      socket.destroy();
      resolve(read);
    });
    socket.write(`POST /v1/auth/token HTTP/1.1\r\nHost: ${host}\r\n${rest}`);
  });
}

/** A GET whose path nobody tidies up on the way. */
function rawGet(origin: string, path: string): Promise<Answer> {
  return call(origin, { path });
}
