import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDnsServer } from '../harness/dns-server';
import { useLab } from '../harness/lab';
import { type Honest, type LyingProvider, startLyingProvider } from '../harness/lying-provider';
import { onboard } from '../harness/onboard';
import { newAddress } from '../harness/people';
import { firstSignIn, Portal, SESSION_COOKIE } from '../harness/portal';
import { comeBack, connectionId, proveDomain, ssoSettings, startedUrl, startSso } from '../harness/sso';

const SECRET = 'the secret of the liar, which is long enough to sign with';
const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a provider that does not do as it should', () => {
  const lab = useLab();
  let liar: LyingProvider;
  let owner: Portal;
  let connection: string;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const dns = await startDnsServer();
    liar = await startLyingProvider();
    closing.push(dns.close, liar.close);
    const dataDir = lab.dataDir();
    const service = await lab.start(dataDir, { env: { DNS_SERVERS: dns.address } });
    const onboarded = await onboard(dataDir, 'Liar TPA', newAddress('owner'));
    owner = await firstSignIn(service.origin, onboarded);
    connection = connectionId(onboarded.tenant_id);
    await proveDomain(owner, 'liar.test', dns.records);
    await save();
  });
  afterAll(() => Promise.all(closing.map((close) => close())));

  const save = async (more = {}) => {
    const answer = await owner.post('/sso', ssoSettings(liar.issuer, { client_secret: SECRET, ...more }));
    expect(answer.status, answer.text).toBe(200);
  };

  /** Goes there and comes back with a code. @returns the error that the sign-in page is led to with, if any */
  async function attempt(change: (back: URL) => void = () => {}): Promise<string | null> {
    const portal = new Portal(owner.origin);
    const url = await startedUrl(portal, connection);
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256' });
    liar.expect({
      iss: liar.issuer,
      aud: 'gooclaim',
      nonce: asked.nonce ?? '',
      sub: 'somebody',
      email: 'somebody@liar.test',
      email_verified: true,
    });
    const back = new URL(asked.redirect_uri ?? '');
    back.search = new URLSearchParams({ code: 'a code', state: asked.state ?? '' }).toString();
    change(back);
    const error = (await comeBack(portal, back)).searchParams.get('error');
    expect(portal.jar.get(SESSION_COOKIE) === undefined).toBe(error !== null);
    return error;
  }

  test('honest, it is believed', async () => {
    expect(await attempt()).toBeNull();
  });

  const now = () => Math.floor(Date.now() / 1000);
  const LIES: [string, RegExp, (honest: Honest) => string | Promise<string>][] = [
    ['another issuer', /\biss\b/, (honest) => liar.sign({ ...honest, iss: 'https://elsewhere.test' })],
    ['another audience', /\baud\b/, (honest) => liar.sign({ ...honest, aud: 'another' })],
    [
      'several audiences and another party',
      /\bazp\b/,
      (honest) => liar.sign({ ...honest, aud: ['gooclaim', 'b'], azp: 'b' }),
    ],
    ['another nonce', /\bnonce\b/, (honest) => liar.sign({ ...honest, nonce: 'another' })],
    ['no nonce', /\bnonce\b/, ({ nonce: _, ...honest }) => liar.sign(honest)],
    ['no subject', /\bsub\b/, ({ sub: _, ...honest }) => liar.sign(honest)],
    [
      'no algorithm',
      /\balg\b/,
      (honest) => `${b64({ alg: 'none' })}.${b64({ ...honest, iat: now(), exp: now() + 60 })}.`,
    ],
    [
      'the client secret as its key',
      /\balg\b/,
      (honest) => liar.sign(honest, { alg: 'HS256' }, new TextEncoder().encode(SECRET)),
    ],
    [
      'a key that is not the provider’s',
      /\bsignature\b/,
      async (honest) => liar.sign(honest, {}, (await generateKeyPair('RS256')).privateKey),
    ],
    ['a key nobody has', /\bkey\b/, (honest) => liar.sign(honest, { kid: 'two' })],
    [
      'a token that was changed',
      /\bsignature\b/,
      async (honest) => {
        const [header, , signature] = (await liar.sign(honest)).split('.');
        return `${header}.${b64({ ...honest, sub: 'admin', iat: now(), exp: now() + 60 })}.${signature}`;
      },
    ],
    ['a token that has expired', /\bexp\b/, (honest) => liar.sign({ ...honest, exp: now() - 60 })],
    ['no token', /\bid_token\b/, () => ''],
  ];
  test.each(LIES)('an ID token with %s is refused', async (_name, reason, idToken) => {
    liar.idToken = idToken;
    try {
      expect(await attempt()).toBe('sso_answer_refused');
      // For that reason, and no other.
      const [row] = (await owner.get('/activity')).json.events;
      expect(row.detail).toMatchObject({ reason: 'answer_refused', detail: expect.stringMatching(reason) });
    } finally {
      liar.idToken = (honest) => liar.sign(honest);
    }
  });

  test('an answer from another issuer, or sent twice over, is refused before anything is sent', async () => {
    liar.requests.length = 0;
    const sent = () => liar.requests.includes('/token');
    expect(await attempt((back) => back.searchParams.set('iss', 'https://elsewhere.test'))).toBe(
      'sso_answer_refused',
    );
    expect(await attempt((back) => back.searchParams.append('code', 'another'))).toBe('sso_answer_refused');
    expect(await attempt((back) => back.searchParams.set('state', 'another'))).toBe('sso_expired');
    expect(sent()).toBe(false);
    expect(await attempt((back) => back.searchParams.set('error', 'server_error'))).toBe(
      'sso_provider_error',
    );
  });

  const UNANSWERED: [string, string, (liar: LyingProvider) => void][] = [
    [
      'hangs',
      'sso_provider_unreachable',
      ({ handlers }) => {
        handlers['/token'] = () => {};
      },
    ],
    [
      'hangs up',
      'sso_provider_unreachable',
      ({ handlers }) => {
        handlers['/token'] = (request) => void request.socket.destroy();
      },
    ],
    [
      'never ends',
      'sso_provider_unreachable',
      ({ handlers }) => {
        handlers['/token'] = (_, response) => {
          const more = () => {
            while (response.write('x'.repeat(65_536)));
            response.once('drain', more);
          };
          more();
        };
      },
    ],
    [
      'leads into a private network',
      'sso_provider_unreachable',
      ({ handlers }) => {
        handlers['/token'] = (_, response) => {
          response.writeHead(307, { Location: 'http://169.254.169.254/' }).end();
        };
      },
    ],
    [
      'talks nonsense',
      'sso_answer_refused',
      ({ handlers }) => {
        handlers['/token'] = (_, response) => void response.end('<html>');
      },
    ],
    [
      'refuses the client',
      'sso_answer_refused',
      ({ handlers }) => {
        handlers['/token'] = (_, response) =>
          void response
            .writeHead(401, { 'Content-Type': 'application/json' })
            .end('{"error":"invalid_client"}');
      },
    ],
  ];
  test.each(UNANSWERED)(
    'a token endpoint that %s: words, in bounded time',
    async (_name, error, misbehave) => {
      misbehave(liar);
      const began = Date.now();
      try {
        expect(await attempt()).toBe(error);
        expect(Date.now() - began).toBeLessThan(9_000);
      } finally {
        liar.handlers = {};
      }
    },
  );

  test('a discovery document that is wrong sends nobody anywhere', async () => {
    const cases: [Record<string, unknown>, RegExp][] = [
      [{ issuer: 'https://elsewhere.test' }, /issuer/],
      [{ authorization_endpoint: 'javascript:alert(1)' }, /no address/],
      [{ authorization_endpoint: undefined }, /no address/],
    ];
    for (const [discovery, words] of cases) {
      liar.discovery = discovery;
      // Spelled otherwise, so that it is asked anew.
      await save({ issuer: `${liar.issuer}/` });
      const answer = await startSso(new Portal(owner.origin), connection);
      expect({ status: answer.status, url: answer.json.url }).toEqual({ status: 409, url: undefined });
      expect(answer.json.error_description).toMatch(words);
    }
    liar.discovery = {};
    liar.handlers['/again/.well-known/openid-configuration'] = () => {};
    await save({ issuer: `${liar.issuer}/again` });
    const began = Date.now();
    const answer = await startSso(new Portal(owner.origin), connection);
    expect(answer.status, answer.text).toBe(409);
    expect(Date.now() - began).toBeLessThan(9_000);
  });
});
