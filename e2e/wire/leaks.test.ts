import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, call } from '../harness/call';
import { useLab } from '../harness/lab';
import { onboard } from '../harness/onboard';
import { firstSignIn, Portal } from '../harness/portal';
import type { Service } from '../harness/service';
import { doors } from '../harness/shared';
import { readWelcome } from '../harness/welcome';
import {
  type Credentials,
  expectInactive,
  expectRefusal,
  expectWireHeaders,
  fingerprint,
  getToken,
  inspect,
  requestToken,
} from '../harness/wire';

interface Finding {
  token: string;
  type?: string;
  url?: string;
  source?: string;
}

const scanner = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const earlier = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const KEYS = {
  public_keys: [
    { key_identifier: 'scanner', key: pem(scanner.publicKey), is_current: true },
    { key_identifier: 'earlier', key: pem(earlier.publicKey), is_current: false },
  ],
};

const PAGE = 'https://github.com/octocat/Hello-World/blob/12345600b9cbe38a219f39a9941c9319b600c002/config.py';
const report = (findings: Finding[]) =>
  JSON.stringify(
    findings.map((finding) => ({ type: 'gooclaim_client_secret', url: PAGE, source: 'content', ...finding })),
  );

const send = (origin: string, body: string, headers: Record<string, string>): Promise<Answer> =>
  call(`${origin}/v1/auth/leaks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });

const signedBy = (name: string, key: KeyObject, body: string) => ({
  'Github-Public-Key-Identifier': name,
  'Github-Public-Key-Signature': sign('sha256', Buffer.from(body), key).toString('base64'),
});

async function tell(origin: string, findings: Finding[]): Promise<Answer> {
  const body = report(findings);
  const answer = await send(origin, body, signedBy('scanner', scanner.privateKey, body));
  expectWireHeaders(answer);
  return answer;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** One of the form, with a checksum that holds, that nobody was ever given. */
function inventedSecret(): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const body = `gcs_local_${[...randomBytes(43)].map((byte) => digits[byte % 62]).join('')}`;
  let rest = crc32(body);
  let checksum = '';
  for (let place = 0; place < 6; place++, rest = Math.floor(rest / 62))
    checksum = digits[rest % 62] + checksum;
  return body + checksum;
}

describe('reports of leaked secrets', () => {
  const lab = useLab();
  const env = { LEAK_REPORT_KEYS: JSON.stringify(KEYS), LOG_LEVEL: 'debug' };
  let services: Service[];
  let server: string;
  let other: string;
  let portal: Portal;
  let strict: Portal;
  beforeAll(async () => {
    const dataDir = lab.dataDir();
    const first = await lab.start(dataDir, { env });
    services = [first, await lab.startAppRouter(dataDir, { env })];
    [server = '', other = ''] = services.map(({ origin }) => origin);
    const welcome = readWelcome(first.stdout());
    portal = new Portal(server);
    expect(await portal.signIn(welcome?.email ?? '', welcome?.password ?? '')).toBe(true);
    strict = await firstSignIn(server, await onboard(dataDir, 'Strict', 'owner@strict.test'));
    expect((await strict.patch('/tenant', { leaked_secret_action: 'retire' })).status).toBe(200);
  });

  const secretOf = async (at: Portal, { client_id }: Credentials) =>
    (await at.get(`/clients/${client_id}`)).json.client.secrets[0];
  const eventsOf = async (at: Portal, { client_id }: Credentials, ...actions: string[]) =>
    (await at.get(`/clients/${client_id}/activity`)).json.events.filter(({ action }: { action: string }) =>
      actions.includes(action),
    );

  test('the owner is told where it was found, and the secret goes on working where the tenant wants that', async () => {
    for (const origin of [server, other]) {
      const client = await portal.createClient();
      const token = await getToken(server, client);
      const answer = await tell(origin, [{ token: client.client_secret, url: `${PAGE}?raw=true#L7` }]);
      expect({ status: answer.status, json: answer.json }).toEqual({
        status: 200,
        json: [
          {
            token_hash: hash(client.client_secret),
            token_type: 'gooclaim_client_secret',
            label: 'true_positive',
          },
        ],
      });
      expect(await secretOf(portal, client)).toMatchObject({ state: 'current', exposed_in: 'report' });
      const [event, ...more] = await eventsOf(portal, client, 'secret.exposed', 'secret.retired_by_report');
      expect(more).toEqual([]);
      expect(event).toMatchObject({
        action: 'secret.exposed',
        outcome: 'failure',
        actor: { type: 'operator', name: 'A secret scanner' },
        request_id: answer.headers['x-request-id'],
        detail: { where: 'report', url: PAGE, source: 'content' },
      });
      expect((await inspect(server, token, token)).json.active).toBe(true);
    }
  });

  test('where the tenant wants it, the secret and its tokens end at once, on every instance; those of other secrets live', async () => {
    const client = await strict.createClient();
    const asking = await getToken(server, await strict.createClient());
    const before = await secretOf(strict, client);
    const leakedToken = await getToken(server, client);
    const rotated = await strict.post(`/clients/${client.client_id}/secrets`, {
      overlap_seconds: 3600,
      current_secret_id: before.id,
    });
    const next = { ...client, client_secret: rotated.json.client_secret };
    const nextToken = await getToken(server, next);

    expect((await tell(server, [{ token: client.client_secret }])).json[0].label).toBe('true_positive');
    for (const origin of [server, other]) {
      expectRefusal(await requestToken(origin, client), 401, 'invalid_client');
      expectInactive(await inspect(origin, asking, leakedToken));
      expect((await inspect(origin, asking, nextToken)).json.active).toBe(true);
      await getToken(origin, next);
    }
    const events = await eventsOf(strict, client, 'secret.exposed', 'secret.retired_by_report');
    expect(events.map(({ action }: { action: string }) => action)).toEqual([
      'secret.retired_by_report',
      'secret.exposed',
    ]);
    expect(events[0]).toMatchObject({
      actor: { type: 'operator', name: 'A secret scanner' },
      detail: { secret_id: before.id, url: PAGE },
    });
  });

  test('a secret that was retired before it was reported leaves no tokens behind either', async () => {
    const client = await strict.createClient();
    const asking = await getToken(server, await strict.createClient());
    const token = await getToken(server, client);
    await strict.post(`/clients/${client.client_id}/secrets`, {
      overlap_seconds: 0,
      current_secret_id: (await secretOf(strict, client)).id,
    });
    expect((await inspect(server, asking, token)).json.active).toBe(true);
    expect((await tell(server, [{ token: client.client_secret }])).json[0].label).toBe('true_positive');
    expectInactive(await inspect(server, asking, token));
  });

  test('sent again, or found in many places, it is one thing: the same answer and no more rows', async () => {
    const client = await strict.createClient();
    const findings = [PAGE, 'https://gist.github.com/x', ''].map((url) => ({
      token: client.client_secret,
      url,
    }));
    const answers = [await tell(server, findings), await tell(other, findings)];
    for (const answer of answers) {
      expect(answer.json).toHaveLength(3);
      expect(answer.text).toBe(answers[0]?.text);
    }
    const again = await Promise.all([1, 2, 3].map(() => tell(server, findings)));
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await eventsOf(strict, client, 'secret.exposed', 'secret.retired_by_report')).toHaveLength(2);
  });

  test('one that had only been in a URL is told of once more', async () => {
    const client = await portal.createClient();
    await call(`${server}/v1/auth/token?client_secret=${client.client_secret}`, { method: 'POST' });
    expect((await secretOf(portal, client)).exposed_in).toBe('url');
    await tell(server, [{ token: client.client_secret }]);
    expect((await secretOf(portal, client)).exposed_in).toBe('report');
    expect(await eventsOf(portal, client, 'secret.exposed')).toHaveLength(2);
    // And not the other way round: published is worse.
    await call(`${server}/v1/auth/token?client_secret=${client.client_secret}`, { method: 'POST' });
    expect((await secretOf(portal, client)).exposed_in).toBe('report');
  });

  test('what is none of ours is a false positive, in one answer with those that are', async () => {
    const client = await portal.createClient();
    const near = `${client.client_secret.slice(0, -1)}${client.client_secret.endsWith('0') ? '1' : '0'}`;
    const tokens = [inventedSecret(), client.client_secret, near, '', 'x', '💥', 'a'.repeat(100_000)];
    const answer = await tell(
      server,
      tokens.map((token) => ({ token })),
    );
    expect(answer.json).toEqual(
      tokens.map((token) => ({
        token_hash: hash(token),
        token_type: 'gooclaim_client_secret',
        label: token === client.client_secret ? 'true_positive' : 'false_positive',
      })),
    );
  });

  test('no part of a secret is in the answer, in the log of events or in what the processes print', async () => {
    const client = await strict.createClient();
    const core = client.client_secret.slice(12, -8);
    const answers = [
      await tell(server, [
        {
          token: client.client_secret,
          url: `https://github.com/a/${client.client_secret}?t=${client.client_secret}`,
        },
        { token: client.client_secret, url: PAGE, source: client.client_secret },
      ]),
      await send(server, report([{ token: client.client_secret }]), {}),
      await send(server, `[{"token":"${client.client_secret}"`, {}),
    ];
    for (const { text } of answers) expect(text).not.toContain(core);
    const activity = await strict.get(`/clients/${client.client_id}/activity`);
    expect(activity.text).toContain('secret.retired_by_report');
    expect(activity.text).toContain('https://github.com/');
    expect(activity.text).not.toContain(core);
    for (const service of services) expect(service.stdout() + service.stderr()).not.toContain(core);
  });

  test.each([
    ['nothing', () => ({})],
    ['a signature of nothing', () => ({ 'Github-Public-Key-Identifier': 'scanner' })],
    [
      'a key that is not known',
      (body: string) =>
        signedBy('nobody', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, body),
    ],
    [
      "a stranger's key under a known name",
      (body: string) =>
        signedBy('scanner', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, body),
    ],
    ["another scanner's key", (body: string) => signedBy('earlier', scanner.privateKey, body)],
    ['a signature of another body', (body: string) => signedBy('scanner', scanner.privateKey, `${body} `)],
    [
      'a signature in the form of JOSE',
      (body: string) => ({
        'Github-Public-Key-Identifier': 'scanner',
        'Github-Public-Key-Signature': sign('sha256', Buffer.from(body), {
          key: scanner.privateKey,
          dsaEncoding: 'ieee-p1363',
        }).toString('base64'),
      }),
    ],
  ] as [string, (body: string) => Record<string, string>][])(
    '401 for a report signed with %s, in the same words, and nothing happens',
    async (_, headers) => {
      const client = await strict.createClient();
      const body = report([{ token: client.client_secret }]);
      for (const origin of [server, other]) {
        const answer = await send(origin, body, headers(body));
        expectRefusal(answer, 401, 'invalid_client');
        expect(answer.json.error_description).toBe('This report is not signed by a key that is known here.');
      }
      expect(await secretOf(strict, client)).toMatchObject({ state: 'current', exposed_at: null });
    },
  );

  test('a report that the key before the current one signed is believed', async () => {
    const body = report([{ token: 'x' }]);
    expect((await send(server, body, signedBy('earlier', earlier.privateKey, body))).status).toBe(200);
  });

  test('the raw body is what was signed: blanks, order and escapes included', async () => {
    const client = await portal.createClient();
    const body = `[ {"url":"",\n "type" : "t\\u0065st", "more": [1], "token":"${client.client_secret}"} ]\n`;
    const answer = await send(server, body, signedBy('scanner', scanner.privateKey, body));
    expect(answer.json).toMatchObject([{ token_type: 'test', label: 'true_positive' }]);
  });

  test.each(['', '{', '{}', 'null', '[1]', '[{"token":1,"type":"t"}]'])(
    '400 for %s, signed',
    async (body) => {
      expectRefusal(
        await send(server, body, signedBy('scanner', scanner.privateKey, body)),
        400,
        'invalid_request',
      );
    },
  );

  test('500 findings are taken in good time, 501 are not, and no body over 256 KiB', async () => {
    const clients: Credentials[] = [];
    for (let count = 0; count < 20; count++) clients.push(await strict.createClient());
    const findings = Array.from({ length: 500 }, (_, place) => ({
      token: clients[place]?.client_secret ?? inventedSecret(),
    }));
    const began = Date.now();
    const answer = await tell(server, findings);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json.filter(({ label }: { label: string }) => label === 'true_positive')).toHaveLength(20);
    expect(Date.now() - began).toBeLessThan(5_000);
    expectRefusal(await tell(server, [...findings, { token: 'x' }]), 400, 'invalid_request');
    for (const origin of [server, other])
      expectRefusal(await send(origin, 'x'.repeat(256 * 1024 + 1), {}), 413, 'invalid_request');
  });

  test.each(['GET', 'PUT', 'DELETE'])('405 for %s', async (method) => {
    const answer = await call(`${server}/v1/auth/leaks`, { method });
    expectRefusal(answer, 405, 'invalid_request');
    expect(answer.headers.allow).toBe('POST');
  });

  // The last one: it spends the minute of this network.
  test('a network that sends more than 120 a minute waits, and its body is not read', async () => {
    let answer = await send(server, '[]', {});
    for (let count = 0; count < 200 && answer.status !== 429; count++) answer = await send(server, '[]', {});
    expectRefusal(answer, 429, 'rate_limited');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await send(server, 'x'.repeat(256 * 1024 + 1), {})).status).toBe(429);
  });
});

describe.each(doors)('where no scanner is configured, $name', ({ origin }) => {
  test.each(['POST', 'GET'])('there is no such endpoint: %s', async (method) => {
    const ask = (path: string) =>
      call(`${origin}${path}`, { method, body: method === 'POST' ? '[]' : undefined });
    const answer = await ask('/v1/auth/leaks');
    expectRefusal(answer, 404, 'invalid_request');
    expect(fingerprint(answer)).toEqual(fingerprint(await ask('/v1/auth/nothing')));
  });
});
