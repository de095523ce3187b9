import { onboard } from '../../e2e/harness/onboard';
import { newAddress } from '../../e2e/harness/people';
import { firstSignIn, Portal } from '../../e2e/harness/portal';
import { Choices } from '../fuzz/choices';
import { CANARY } from '../fuzz/deform';
import { mutateText, oddValue } from '../fuzz/mutate';
import { type Attack, onConnections } from './attack';
import { escaped, formFlaw, type Shot, someNetwork, told } from './shot';
import { json, spoilt } from './values';

const LANES = 4;

const PAGES = [
  ...['/', '/login', '/overview', '/clients', '/clients/client_x', '/secrets', '/audit', '/members', '/apps'],
  ...[
    '/settings',
    '/signing-keys',
    '/webhooks',
    '/debugger',
    '/account',
    '/forgot-password',
    '/single-sign-on',
  ],
  ...[
    '/reset-password',
    '/accept-invitation',
    '/sign-out',
    '/second-factor',
    '/change-password',
    '/_not-found',
  ],
  ...[
    '/docs',
    '/docs/management',
    '/docs/nothing',
    '/api/docs/markdown/management',
    '/api/docs/search',
    '/icon.svg',
  ],
  ...[
    '/_next/image',
    '/_next/data/x/login.json',
    '/_next/static/chunks/nothing.js',
    '/_next/webpack-hmr',
    '/_global-error',
  ],
];
/** What Next reads of a request for itself. */
const NEXTS = [
  ...['RSC', 'Next-Router-State-Tree', 'Next-Router-Prefetch', 'Next-Router-Segment-Prefetch', 'Next-Action'],
  ...[
    'Next-Url',
    'X-Middleware-Subrequest',
    'X-Nextjs-Data',
    'X-Matched-Path',
    'X-Invoke-Path',
    'X-Now-Route-Matches',
  ],
  ...[
    'X-Nextjs-Request-Id',
    'X-Next-Revalidate-Tag-Token',
    'Next-Hmr-Refresh',
    'X-Prerender-Revalidate',
    'Purpose',
  ],
  ...[
    'Content-Security-Policy',
    'X-Action-Forwarded',
    'Next-Resume',
    'X-Invoke-Status',
    'X-Nextjs-Html-Request-Id',
  ],
];
const VALUES = [
  ...[
    '1',
    '0',
    '',
    'garbage',
    '%5B%22%22%5D',
    '%7B',
    '%00',
    '/_tree',
    '/../..',
    '["",{"children":["x",{}]}]',
    CANARY,
  ],
  ...[
    '%5B%22%22%2C%7B%7D%2Cnull%2Cnull%2Ctrue%5D',
    'a'.repeat(42),
    "script-src 'nonce-<x>'",
    'x'.repeat(5000),
    '2',
  ],
];

/** The pages, with what their framework reads of a request for itself. */
export const pages: Attack = {
  name: 'pages',
  words:
    'the pages and the documentation, signed in or not, with odd queries, cookies and the headers that Next keeps for itself',
  share: 0.06,
  async prepare({ port, service }) {
    const person = await firstSignIn(
      service.origin,
      await onboard(service.dataDir, 'Pages', newAddress('owner')),
    );
    return async (figures, budget) => {
      await onConnections(port, LANES, figures, budget, async (number, ask) => {
        const choices = new Choices(budget.seed, number);
        const isGood = choices.chance(0.1);
        const shot: Shot = {
          method: 'GET',
          target: choices.pick(PAGES.slice(0, isGood ? 5 : PAGES.length)),
          headers: [someNetwork(choices)],
        };
        const signedIn = choices.chance(0.5);
        if (signedIn) shot.headers.push(['Cookie', person.jar.header()]);
        if (!isGood) {
          if (choices.chance(0.2))
            shot.method = choices.pick(['HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE', 'PATCH']);
          if (choices.chance(0.3))
            shot.target += choices.pick([
              '/',
              '/x',
              '/%5bid%5d',
              '/..',
              '/%2e%2e/',
              '.rsc',
              '.txt',
              '/%00',
              '/%ff',
              ';x',
              '//',
              '/[id]',
            ]);
          if (choices.chance(0.5))
            shot.target += `?${choices.pick(['q', 'callbackUrl', 'error', '_rsc', 'token', 'url', 'page', 'tab', '__nextDefaultLocale', 'nxtPid', 'email'])}=${escaped(choices.pick([String(oddValue(choices)), '//attacker.invalid', 'javascript:alert(1)', CANARY, '/clients', 'https://attacker.invalid']).slice(0, 3000))}`;
          for (let times = choices.below(4); times > 0; times--)
            shot.headers.push([
              choices.pick(NEXTS),
              choices.pick([...VALUES, mutateText(choices, choices.pick(VALUES))]),
            ]);
          if (choices.chance(0.2))
            shot.headers.push([
              'Cookie',
              mutateText(choices, `gooclaim.session=${CANARY}; next-auth.csrf-token=a%7Cb; theme=dark`),
            ]);
          if (choices.chance(0.1))
            shot.headers.push([
              'Host',
              choices.pick([
                'a b',
                'attacker.invalid',
                '',
                '[::1',
                'localhost:99999',
                'é',
                '-',
                '%00',
                `${'a.'.repeat(200)}a`,
              ]),
            ]);
          if (choices.chance(0.1))
            shot.headers.push([
              'Accept',
              choices.pick(['text/x-component', '*/*', ',', 'text/markdown', CANARY]),
            ]);
          if (!['GET', 'HEAD'].includes(shot.method)) {
            shot.headers.push([
              'Content-Type',
              choices.pick([
                'text/plain;charset=UTF-8',
                'multipart/form-data; boundary=x',
                'multipart/form-data',
                'application/x-www-form-urlencoded',
                'application/json',
              ]),
            ]);
            shot.body = choices.pick([
              '[]',
              '',
              '--x\r\nContent-Disposition: form-data; name="1_$ACTION_ID_x"\r\n\r\n[]\r\n--x--',
              '["$K1"]',
              '0=%5B%5D',
              'null',
            ]);
          }
        }
        const answer = await ask(shot);
        if (isGood) figures.good++;
        if (isGood && answer.status < 400) figures.served++;
        const flaw = formFlaw(answer, shot);
        if (flaw) figures.fault(told(flaw, shot, answer));
      });
    };
  },
};

const AUTH = [
  ...[
    'csrf',
    'providers',
    'session',
    'signin',
    'signin/credentials',
    'callback/credentials',
    'signout',
    'error',
    '_log',
  ],
  ...[
    'verify-request',
    'callback',
    'callback/google',
    'signin/google',
    'callback/x/y',
    '__proto__',
    'constructor',
    '',
  ],
];
const ACCOUNT = ['forgot-password', 'invitation', 'invitation/accept', 'reset-password', 'passkey', 'sso'];

/** How people sign in, without being anybody. */
export const signIn: Attack = {
  name: 'sign-in',
  words:
    'what next-auth and the account handlers answer without a session: CSRF token and cookie, forms, callbacks, links',
  share: 0.05,
  async prepare({ port, service }) {
    const onboarded = await onboard(service.dataDir, 'Sign-in', newAddress('owner'));
    const known = await firstSignIn(service.origin, onboarded);
    return async (figures, budget) => {
      await onConnections(port, LANES, figures, budget, async (number, ask) => {
        const choices = new Choices(budget.seed, number);
        if (number % 100 === 0) {
          figures.good++;
          const again = new Portal(service.origin);
          if (await again.signIn(onboarded.admin.email, known.password)) figures.served++;
          await again.signOut();
          return;
        }
        const shot = strangerShot(choices, service.origin, onboarded.admin.email);
        const answer = await ask(shot);
        const cookies = answer.headers['set-cookie'] ?? '';
        const flaw =
          formFlaw(answer, shot) ??
          (/gooclaim\.session=[^;]/.test(cookies) ? 'a session for nobody' : undefined);
        if (flaw) figures.fault(told(flaw, shot, answer));
      });
    };
  },
};

function strangerShot(choices: Choices, origin: string, email: string): Shot {
  const isAccount = choices.chance(0.35);
  const shot: Shot = {
    method: choices.pick(isAccount ? ['POST'] : ['GET', 'POST', 'POST']),
    target: isAccount ? `/api/account/${choices.pick(ACCOUNT)}` : `/api/auth/${choices.pick(AUTH)}`,
    headers: [
      someNetwork(choices),
      ['Origin', choices.pick([origin, origin, origin, 'https://attacker.invalid', 'null', ''])],
    ],
  };
  if (choices.chance(0.1)) shot.method = choices.pick(['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);
  if (choices.chance(0.4))
    shot.target += `?${choices.pick(['callbackUrl', 'error', 'nextauth', 'csrfToken', 'json', 'provider', '__proto__'])}=${escaped(choices.pick(['//attacker.invalid', 'javascript:alert(1)', `${origin}.attacker.invalid`, String(oddValue(choices)), CANARY, '/clients', 'Verification']).slice(0, 3000))}`;
  const token = choices.letters(64);
  const cookie = choices.pick([
    `next-auth.csrf-token=${token}%7C${token}`,
    `gooclaim.csrf=${token}|x; next-auth.callback-url=//attacker.invalid`,
    `next-auth.callback-url=${CANARY}; next-auth.session-token=eyJhbGciOiJkaXIifQ..a.b.c`,
    `next-auth.callback-url=%zz; __Host-next-auth.csrf-token=%zz`,
    `gooclaim.session=${CANARY}`,
    mutateText(choices, 'next-auth.csrf-token=abc%7Cdef; next-auth.state=x; next-auth.pkce.code_verifier=y'),
  ]);
  if (choices.chance(0.6)) shot.headers.push(['Cookie', cookie]);
  if (choices.chance(0.05))
    shot.headers.push(['Host', choices.pick(['a b', 'attacker.invalid', '', '[::1'])]);
  if (choices.chance(0.1))
    shot.headers.push([
      choices.pick(['X-Forwarded-Proto', 'Content-Encoding', 'Range']),
      choices.pick(['attacker.invalid', 'a b', 'javascript', 'gzip', CANARY]),
    ]);
  if (!['GET', 'HEAD', 'OPTIONS'].includes(shot.method)) {
    const right = {
      csrfToken: token,
      email,
      password: CANARY,
      token: choices.letters(43),
      json: 'true',
      callbackUrl: '/clients',
      redirect: 'false',
    };
    const value = choices.chance(0.3) ? right : spoilt(choices, right, {}, {});
    const asJson = isAccount || choices.chance(0.4);
    shot.body = asJson
      ? json(value)
      : new URLSearchParams(
          Object.entries(Object(value)).map(([name, one]): [string, string] => [name, String(one)]),
        ).toString();
    if (choices.chance(0.2))
      shot.body = choices.pick([
        mutateText(choices, shot.body),
        '',
        '{',
        'null',
        '[]',
        '"',
        '%',
        '%ff=%00',
        '\0',
        '{"a":'.repeat(3000),
        '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
      ]);
    shot.headers.push([
      'Content-Type',
      choices.pick([
        ...(asJson
          ? ['application/json', 'application/json']
          : ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded']),
        'application/json',
        'text/plain',
        'multipart/form-data; boundary=x',
        'multipart/form-data',
        '',
        'application/x-www-form-urlencoded; charset=utf-16',
      ]),
    ]);
  }
  return shot;
}
