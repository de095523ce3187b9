import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { encode, forge, goodPayload } from './forge.fixture';
import { decodeToken } from './jwt';
import { LONGEST_PASTE, recognise, secretIn } from './recognise';

let token: string;
let header: string;
let payload: string;
let signature: string;
beforeAll(async () => {
  token = await forge();
  [header, payload, signature] = token.split('.') as [string, string, string];
});

const SECRET = 'gcs_live_4fK9sQ2mZx7Lr0VtYb3NcWd8EhJgUaPoRi5Tk6Xq1Mn9Bv0Zz';
/** As a terminal or a mail program breaks a long line. */
const wrap = (text: string, width = 72) => text.replace(new RegExp(`(.{${width}})`, 'g'), '$1\n');

describe('a token is found', () => {
  const cases: [string, (token: string) => string, string][] = [
    ['alone', (t) => t, 'Found a token.'],
    ['with space around it', (t) => `\n  ${t}\t\r\n`, 'Found a token.'],
    ['with invisible characters', (t) => `\uFEFF${t.slice(0, 40)}\u200B${t.slice(40)}`, 'Found a token.'],
    ['at the end of a sentence', (t) => `It said ${t}.`, 'Found a token inside the text.'],
    ['after Bearer', (t) => `Bearer ${t}`, 'Found a token after “Bearer”.'],
    ['after bearer and two spaces', (t) => `bearer  ${t}`, 'Found a token after “Bearer”.'],
    ['in a header', (t) => `Authorization: Bearer ${t}`, 'Found a token in an Authorization header.'],
    [
      'in a header in lower case',
      (t) => `authorization: bearer ${t}`,
      'Found a token in an Authorization header.',
    ],
    [
      'in a block of headers',
      (t) => `Host: a.test\nAuthorization: Bearer ${t}\nAccept: */*`,
      'Found a token in an Authorization header.',
    ],
    [
      'in a header written as JSON',
      (t) => `"Authorization": "Bearer ${t}"`,
      'Found a token in an Authorization header.',
    ],
    ['in quotes', (t) => `"${t}"`, 'Found a token in quotes.'],
    ['in single quotes with a comma', (t) => `'${t}',`, 'Found a token in quotes.'],
    ['in the quotes of a word processor', (t) => `“${t}”`, 'Found a token in quotes.'],
    ['in quotes after Bearer', (t) => `"Bearer ${t}"`, 'Found a token after “Bearer”.'],
    [
      'in a token response',
      (t) => JSON.stringify({ access_token: t, token_type: 'Bearer', expires_in: 3600 }, null, 2),
      'Found a token inside a token response.',
    ],
    ['in other JSON', (t) => JSON.stringify({ data: [{ credential: t }] }), 'Found a token inside JSON.'],
    ['in a form body', (t) => `token_type_hint=access_token&token=${t}`, 'Found a token inside a form body.'],
    [
      'in a curl header',
      (t) => `curl -s https://a.test/v1 -H 'Authorization: Bearer ${t}' -H "Accept: */*"`,
      'Found a token inside a curl command.',
    ],
    [
      'in a curl body',
      (t) => `curl -X POST https://a.test -d '{"token": "${t}"}'`,
      'Found a token inside a curl command.',
    ],
    [
      'in an escaped curl body',
      (t) => `curl https://a.test -d "{\\"token\\": \\"${t}\\"}"`,
      'Found a token inside a curl command.',
    ],
    [
      'in a curl form',
      (t) => `$ curl https://a.test \\\n  --data-urlencode token=${t} \\\n  -d a=b`,
      'Found a token inside a curl command.',
    ],
    ['percent-encoded', (t) => `token%3D${t.replaceAll('.', '%2E')}%0A`, 'Found a token inside the text.'],
    ['percent-encoded after Bearer', (t) => `Bearer%20${t}`, 'Found a token after “Bearer”.'],
    ['in code', (t) => `const t = "${t}"; fetch(url)`, 'Found a token inside the text.'],
    ['broken over lines', (t) => wrap(t), 'Found a token. Spaces and line breaks were taken out.'],
    ['broken over lines of 20', (t) => wrap(t, 20), 'Found a token. Spaces and line breaks were taken out.'],
    [
      'broken by spaces',
      (t) => t.replace(/(.{30})/g, '$1 '),
      'Found a token. Spaces and line breaks were taken out.',
    ],
    [
      'broken by written-out line breaks',
      (t) => wrap(t).replaceAll('\n', '\\n'),
      'Found a token. Spaces and line breaks were taken out.',
    ],
    [
      'broken over lines in a header',
      (t) => `Authorization: Bearer ${wrap(t)}`,
      'Found a token in an Authorization header. Spaces and line breaks were taken out.',
    ],
    [
      'broken over lines in a curl command',
      (t) => `curl a.test -H "Authorization: Bearer ${wrap(t)}" -v`,
      'Found a token inside a curl command. Spaces and line breaks were taken out.',
    ],
    ['with words after it', (t) => `${t} is what I got`, 'Found a token.'],
    [
      'in a URL',
      (t) => `https://a.test/cb#access_token=${t}&state=1`,
      'Found a token inside a URL. A URL reaches logs and browser histories: treat this token as exposed.',
    ],
  ];
  test.each(cases)('%s', (_name, paste, said) => {
    expect(recognise(paste(token))).toMatchObject({ kind: 'token', token, said });
  });

  test('the one asked about, where another one asks', async () => {
    const bearer = await forge({ jti: 'tok_bearer' });
    const curl = `curl https://a.test/v1/auth/introspect -H "Authorization: Bearer ${bearer}" -d '{"token":"${token}"}'`;
    const found = recognise(curl);
    expect(found).toMatchObject({ kind: 'token', token });
    expect(found.said).toContain('2 different tokens');
  });

  test('the first, where two stand one under the other', async () => {
    const second = await forge({ jti: 'tok_second' });
    expect(recognise(`${token}\n${second}`)).toMatchObject({ kind: 'token', token });
  });

  test('the same one twice is one', () => {
    expect(recognise(`curl a -H 'Authorization: Bearer ${token}' -d '{"token":"${token}"}'`).said).toBe(
      'Found a token inside a curl command.',
    );
  });

  test('even when its header cannot be read, so that the checks can say why', () => {
    expect(recognise(token.slice(1))).toMatchObject({ kind: 'token', token: token.slice(1) });
    const padded = `${header}==.${payload}=.${signature}`;
    expect(recognise(padded)).toMatchObject({ kind: 'token', token: padded });
  });
});

describe('a token without its signature', () => {
  test.each([
    ['cut off with its dot', () => `${header}.${payload}`, () => `${header}.${payload}`],
    ['cut off', () => `${header}.${payload}.`, () => `${header}.${payload}.`],
    ['cut off after Bearer', () => `Bearer ${header}.${payload}.`, () => `${header}.${payload}.`],
  ])('%s', (_name, paste, expected) => {
    expect(recognise(paste())).toMatchObject({ kind: 'unsigned', token: expected() });
  });
});

test('an encrypted token', () => {
  const jwe = `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a2V5.aXY.dGV4dA.dGFn`;
  expect(recognise(`Bearer ${jwe}`)).toMatchObject({ kind: 'encrypted', token: jwe });
  const direct = `${encode({ alg: 'dir', enc: 'A256GCM' })}..aXY.dGV4dA.dGFn`;
  expect(recognise(direct)).toMatchObject({ kind: 'encrypted', token: direct });
});

describe('a client secret is found before anything else', () => {
  test.each([
    ['alone', SECRET],
    ['quoted', `"${SECRET}"`],
    ['from a .env file', `GOOCLAIM_CLIENT_ID=client_1\nGOOCLAIM_CLIENT_SECRET=${SECRET}\n`],
    [
      'in a token request',
      `curl a.test/v1/auth/token -d '{"client_id":"client_1","client_secret":"${SECRET}"}'`,
    ],
    ['after -u', `curl -u client_1:${SECRET} a.test`],
    ['percent-encoded', `client_id%3Dclient_1%26client_secret%3D${SECRET}`],
    ['broken over lines', wrap(SECRET, 24)],
    ['with an invisible character in it', `${SECRET.slice(0, 3)}\u200B${SECRET.slice(3)}`],
    ['cut short', SECRET.slice(0, 24)],
    ['of a test environment', SECRET.replace('live', 'staging2')],
    ['inside Basic', `Authorization: Basic ${Buffer.from(`client_1:${SECRET}`).toString('base64')}`],
  ])('%s', (_name, paste) => {
    const found = recognise(paste);
    expect(found.kind).toBe('client_secret');
    expect(found.said).toContain('not sent anywhere');
    expect(JSON.stringify(found)).not.toContain(SECRET.slice(9, 24));
  });

  test('and the token beside it is kept apart', () => {
    expect(recognise(`curl -u client_1:${SECRET} -d token=${token} a.test`)).toMatchObject({
      kind: 'client_secret',
      token,
    });
  });

  test('a token never looks like one', () => {
    fc.assert(
      fc.property(fc.base64String(), (noise) => {
        const forged = `${header}.${payload}.${Buffer.from(noise).toString('base64url')}gcs_live_${SECRET.slice(9)}`;
        expect(recognise(forged).kind).not.toBe('client_secret');
      }),
    );
  });
});

describe('other things', () => {
  test.each([
    ['', ''],
    [' \n\t', ''],
    ['\u200B', ''],
  ])('nothing: %j', (paste, said) => {
    expect(recognise(paste)).toEqual({ kind: 'empty', said });
  });

  test.each([
    'eyJhbGciOiJSUzI1NiIs...',
    'Bearer eyJhbGciOiJSUzI1NiIs…',
    'curl a.test -H "Authorization: Bearer eyJhbGciOiJSUzI1NiIs..."',
  ])('a shortened sample: %s', (paste) => expect(recognise(paste)).toMatchObject({ kind: 'shortened' }));

  test('a payload already decoded', () => {
    expect(recognise(JSON.stringify(goodPayload))).toMatchObject({ kind: 'payload', payload: goodPayload });
  });

  test('an introspection answer', () => {
    expect(recognise('{"active":false}')).toMatchObject({ kind: 'payload', payload: { active: false } });
  });

  test.each([
    'hello',
    'www.example.com',
    'www.some-longer-name.example-domain.com',
    'a.b.c',
    '{"foo":1}',
    '[]',
    'null',
    '12',
    '…',
    '...',
    'hunter2',
    'sk_live_abcdefghijklmnop',
    '550e8400-e29b-41d4-a716-446655440000',
  ])('opaque: %s', (paste) =>
    expect(recognise(paste)).toEqual({
      kind: 'opaque',
      said: 'This is not a JSON Web Token. It was not sent anywhere.',
    }),
  );

  test('too long', () => {
    expect(recognise('a'.repeat(LONGEST_PASTE + 1))).toMatchObject({ kind: 'too_long' });
    expect(recognise('a'.repeat(LONGEST_PASTE))).toMatchObject({ kind: 'opaque' });
  });
});

describe('whatever is pasted', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        'eyJhbGciOiJub25lIn0',
        'e30',
        '.',
        '..',
        '"',
        "'",
        '`',
        '\\',
        '\n',
        ' ',
        'Bearer ',
        'Authorization: ',
        'curl ',
        '%20',
        '%',
        '{"token":"',
        '=',
        'gcs_live_',
        'basic ',
      ),
    ),
    { maxLength: 30 },
  );

  test('nothing throws, and what is found can be decoded or explained', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const found = recognise(parts.join(''));
        expect(typeof found.said).toBe('string');
        if ('token' in found && found.token !== undefined) decodeToken(found.token);
      }),
      { numRuns: 2000 },
    );
  });

  test('a token is never changed, only found', () => {
    const around = fc.string({
      unit: fc.constantFrom(' ', '\n', '"', ',', ';', '(', ')', '{', '}', ':', 'ä'),
      maxLength: 10,
    });
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(recognise(before + token + after)).toMatchObject({ kind: 'token', token });
      }),
    );
  });

  test.each([
    ['dots', '.'],
    ['spaced dots', '. '],
    ['tokens', 'e30.e30 '],
    ['quoted tokens', '"e30.e30 '],
    ['half tokens', 'e30.'],
    ['headers', 'eyJhbGciOiJub25lIn0.'],
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['percents', '%25'],
    ['Bearers', 'Bearer '],
    ['Basics', 'basic AAAAAAAAAAAAAAAA '],
    ['secrets', 'gcs_a_'],
    ['brackets', '['],
    ['objects', '{"a":'],
    ['dashes', 'ew-'],
    ['spaces', ' a'],
    ['equals', 'token='],
  ])('64 kB of %s take no time', (_name, unit) => {
    const paste = unit.repeat(LONGEST_PASTE / unit.length);
    // Of this process: what else the machine does is not meant.
    const before = process.cpuUsage();
    recognise(paste);
    recognise(`${paste.slice(0, -1)}!`);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });
});

describe('the id of a request', () => {
  const id = 'req_0AbCdEfGhIjKlMnOpQrStU';
  test.each([
    id,
    ` ${id}\n`,
    `{"error":"invalid_client","error_description":"Client authentication failed.","request_id":"${id}"}`,
    `HTTP/1.1 401 Unauthorized\r\nx-request-id: ${id}\r\ncontent-type: application/json\r\n\r\n{"error":"invalid_client","request_id":"${id}"}`,
    `Request ID ${id}.`,
  ])('is found in %j', (text) => expect(recognise(text)).toMatchObject({ kind: 'request', requestId: id }));

  test('is not looked for beside a secret', () =>
    expect(recognise(`${id} gcs_live_4fK9sQ2mZx7Lr0V`).kind).toBe('client_secret'));

  test.each(['req_short', `x${id}`, `${id}x`])('is not %j', (text) =>
    expect(recognise(text).kind).not.toBe('request'),
  );
});

test('hands a secret out only to whoever asks for it', () => {
  const secret = 'gcs_live_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG13JG5q';
  expect(secretIn(`CLIENT_SECRET="${secret}"`)).toBe(secret);
  expect(secretIn(`Authorization: Basic ${btoa(`client_a:${secret}`)}`)).toBe(secret);
  expect(secretIn('nothing')).toBeUndefined();
});
