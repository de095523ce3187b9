import {
  constants,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import { decodeSegments, encode } from './jwt';

/** The attacker's own keys. */
const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const edwards = generateKeyPairSync('ed25519');

export const attackerJwk = { ...attacker.publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' };

type Json = Record<string, unknown>;
type Signer = (input: string) => Buffer;

const rs =
  (hash: string, key: KeyObject = attacker.privateKey): Signer =>
  (input) =>
    sign(hash, Buffer.from(input), key);
const ps256: Signer = (input) =>
  sign('sha256', Buffer.from(input), {
    key: attacker.privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
const hs256 =
  (secret: string | Buffer): Signer =>
  (input) =>
    createHmac('sha256', secret).update(input).digest();

function compact(header: unknown, payload: unknown, signer: Signer | ''): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signer === '' ? '' : signer(input).toString('base64url')}`;
}

/** A token by the attacker's key, otherwise as the genuine one is. */
export function forge(genuine: string, header: Json = {}, payload: Json = {}): string {
  const { header: ownHeader, payload: ownPayload } = decodeSegments(genuine);
  return compact({ ...ownHeader, ...header }, { ...ownPayload, ...payload }, rs('sha256'));
}

const without = (from: Json, name: string): Json => {
  const { [name]: _, ...rest } = from;
  return rest;
};

/** The last character with one of its unused bits set: another spelling of the same bytes. */
function respell(segment: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.slice(-1)) ^ 1];
}

/**
 * Every way we know to make a token that is not the service's (RFC 8725, RFC 7515 §10, published attacks).
 *
 * @param genuine an active token, whose claims and `kid` the forger knows
 * @param jwk the published key it names
 */
export function forgeries(genuine: string, jwk: JsonWebKey): [attack: string, token: string][] {
  const { header, payload } = decodeSegments(genuine);
  const [head = '', body = '', signature = ''] = genuine.split('.');
  const published = createPublicKey({ key: jwk, format: 'jwk' });
  const pem = published.export({ type: 'spki', format: 'pem' }).toString();
  const pkcs1 = published.export({ type: 'pkcs1', format: 'pem' }).toString();
  const der = published.export({ type: 'spki', format: 'der' });
  const now = Math.floor(Date.now() / 1000);
  const flipped = Buffer.from(signature, 'base64url');
  flipped[0] = (flipped[0] ?? 0) ^ 1;

  const none = ['none', 'None', 'NONE', 'nOnE', 'none ', ''].flatMap((alg): [string, string][] => [
    [`alg ${JSON.stringify(alg)} without a signature`, compact({ ...header, alg }, payload, '')],
    [
      `alg ${JSON.stringify(alg)} with the genuine signature`,
      `${encode({ ...header, alg })}.${body}.${signature}`,
    ],
  ]);

  const confused = Object.entries({
    'the PEM': pem,
    'the PEM without its last line break': pem.trimEnd(),
    'the PEM in one line': pem.replaceAll('\n', ''),
    'the PKCS#1 PEM': pkcs1,
    'the DER': der,
    'the JWK': JSON.stringify(jwk),
    'the modulus': Buffer.from(String(jwk.n), 'base64url'),
    'the modulus as text': String(jwk.n),
    'no bytes': '',
  }).map(([name, secret]): [string, string] => [
    `HS256 keyed with ${name}`,
    compact({ ...header, alg: 'HS256' }, payload, hs256(secret)),
  ]);

  const otherAlgorithms: [string, string][] = [
    ['RS512', compact({ ...header, alg: 'RS512' }, payload, rs('sha512'))],
    ['RS384', compact({ ...header, alg: 'RS384' }, payload, rs('sha384'))],
    ['PS256', compact({ ...header, alg: 'PS256' }, payload, ps256)],
    [
      'ES256',
      compact({ ...header, alg: 'ES256' }, payload, (input) =>
        sign('sha256', Buffer.from(input), { key: curve.privateKey, dsaEncoding: 'ieee-p1363' }),
      ),
    ],
    [
      'EdDSA',
      compact({ ...header, alg: 'EdDSA' }, payload, (input) =>
        sign(null, Buffer.from(input), edwards.privateKey),
      ),
    ],
    [
      'ES256 with a signature of zeros (CVE-2022-21449)',
      `${encode({ ...header, alg: 'ES256' })}.${body}.${encode('\0'.repeat(64))}`,
    ],
    ['the genuine signature under RS512', `${encode({ ...header, alg: 'RS512' })}.${body}.${signature}`],
    ['the genuine signature under rs256', `${encode({ ...header, alg: 'rs256' })}.${body}.${signature}`],
    ['no alg', compact(without(header, 'alg'), payload, rs('sha256'))],
    ['an alg that is an array', forge(genuine, { alg: ['RS256'] })],
    ['an alg that is a number', forge(genuine, { alg: 256 })],
  ];

  const ownKeys: [string, string][] = [
    ["the attacker's key, the genuine kid", forge(genuine)],
    ['jwk in the header', forge(genuine, { jwk: attackerJwk })],
    [
      'jwk in the header, no kid',
      compact({ ...without(header, 'kid'), jwk: attackerJwk }, payload, rs('sha256')),
    ],
    ['jwk that names the genuine kid', forge(genuine, { jwk: { ...attackerJwk, kid: header.kid } })],
    [
      'x5c in the header',
      forge(genuine, {
        x5c: [attacker.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
      }),
    ],
    ['jku that leads nowhere', forge(genuine, { jku: 'https://attacker.invalid/jwks.json' })],
    ['jku that is a file', forge(genuine, { jku: 'file:///etc/passwd' })],
    ['x5u that leads nowhere', forge(genuine, { x5u: 'https://attacker.invalid/cert.pem' })],
  ];

  const kids = [
    '',
    ' ',
    'unknown',
    'key_0000000000000000000000',
    '../../../../dev/null',
    '/dev/null',
    'C:\\nul',
    "' OR '1'='1",
    "key'; DROP TABLE signing_keys; --",
    '%',
    '*',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    `${header.kid}\u0000`,
    ` ${header.kid}`,
    String(header.kid).toUpperCase(),
    'https://attacker.invalid/key',
    '$(id)',
    'k'.repeat(4000),
    0,
    1,
    -1,
    true,
    null,
    [header.kid],
    { kid: header.kid },
  ].map((kid): [string, string] => [`kid ${JSON.stringify(kid).slice(0, 60)}`, forge(genuine, { kid })]);

  const signatures: [string, string][] = [
    ['no signature', `${head}.${body}.`],
    ['no third segment', `${head}.${body}`],
    ['a signature with one bit flipped', `${head}.${body}.${flipped.toString('base64url')}`],
    [
      'a signature cut by one byte',
      `${head}.${body}.${Buffer.from(signature, 'base64url').subarray(1).toString('base64url')}`,
    ],
    [
      'a signature with a byte more',
      `${head}.${body}.${Buffer.concat([Buffer.from(signature, 'base64url'), Buffer.from([0])]).toString('base64url')}`,
    ],
    ['a signature of zeros', `${head}.${body}.${Buffer.alloc(256).toString('base64url')}`],
    ['the genuine signature in another spelling', `${head}.${body}.${respell(signature)}`],
    ['the genuine signature with padding', `${genuine}==`],
    [
      'the genuine signature in the standard alphabet, padded',
      `${head}.${body}.${Buffer.from(signature, 'base64url').toString('base64')}`,
    ],
    ['segments in another order', `${body}.${head}.${signature}`],
    ['a signature for another segment', `${head}.${head}.${signature}`],
  ];

  const swapped = (
    [
      ['a wider scope', { scope: 'workflow:read workflow:write audit:read' }],
      ['another tenant', { tenant_id: 'ten_other' }],
      ['another client', { sub: 'client_other', client_id: 'client_other' }],
      ['a later end', { exp: now + 1e6 }],
      ['a person', { token_use: 'human', sub: 'usr_1' }],
    ] as [string, Json][]
  ).map(([name, change]): [string, string] => [
    `a payload with ${name} under the genuine signature`,
    `${head}.${encode({ ...payload, ...change })}.${signature}`,
  ]);

  const claims = (
    [
      ['no exp', without(payload, 'exp')],
      ['exp as text', { ...payload, exp: String(payload.exp) }],
      ['exp as true', { ...payload, exp: true }],
      ['exp as null', { ...payload, exp: null }],
      ['exp past', { ...payload, exp: now - 1 }],
      ['exp beyond every date', { ...payload, exp: 1e300 }],
      ['no iat', without(payload, 'iat')],
      ['iat in the future', { ...payload, iat: now + 3600, exp: now + 7200 }],
      ['nbf in the future', { ...payload, nbf: now + 3600 }],
      ['another issuer', { ...payload, iss: 'https://attacker.invalid' }],
      ['the issuer with a slash', { ...payload, iss: `${payload.iss}/` }],
      ['no issuer', without(payload, 'iss')],
      ['another audience', { ...payload, aud: 'another-api' }],
      ['an array with the audience', { ...payload, aud: ['gooclaim-api', 'another-api'] }],
      ['no audience', without(payload, 'aud')],
    ] as [string, Json][]
  ).map(([name, changed]): [string, string] => [
    `${name}, by the attacker's key`,
    compact(header, changed, rs('sha256')),
  ]);

  const shapes: [string, string][] = [
    ['an unknown crit', forge(genuine, { crit: ['urn:example:x'], 'urn:example:x': true })],
    ['an empty crit', forge(genuine, { crit: [] })],
    ['b64 false', forge(genuine, { crit: ['b64'], b64: false })],
    [
      'an unknown crit under the genuine signature',
      `${encode({ ...header, crit: ['x'] })}.${body}.${signature}`,
    ],
    [
      'a JWE',
      `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: header.kid })}.${encode('k')}.${encode('i')}.${encode('c')}.${encode('t')}`,
    ],
    [
      'a JWE with alg dir',
      `${encode({ alg: 'dir', enc: 'A256GCM', kid: header.kid })}..${encode('i')}.${encode('c')}.${encode('t')}`,
    ],
    ['a compressed payload', forge(genuine, { zip: 'DEF' })],
    ['an ID token', forge(genuine, { typ: 'id_token+jwt' })],
    ['a nested token', compact({ ...header, cty: 'JWT' }, genuine, rs('sha256'))],
    [
      'the JSON serialization',
      JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] }),
    ],
    ['the flattened JSON serialization', JSON.stringify({ protected: head, payload: body, signature })],
    ['a header that is an array', `${encode([header])}.${body}.${signature}`],
    ['a header that is null', `${encode('null')}.${body}.${signature}`],
    ['a payload that is an array', compact(header, [payload], rs('sha256'))],
    ['a payload that is no JSON', compact(header, 'active', rs('sha256'))],
    [
      'a header nested 1,500 deep',
      `${encode(`{"alg":"RS256","kid":${'['.repeat(1500)}${']'.repeat(1500)}}`)}.${body}.${signature}`,
    ],
    [
      'a payload nested 1,500 deep',
      `${head}.${encode(`{"tenant_id":"x","iss":${'['.repeat(1500)}${']'.repeat(1500)}}`)}.${signature}`,
    ],
    [
      'a header with alg twice',
      `${encode(`{"alg":"none","alg":"RS256","typ":"JWT","kid":"${header.kid}"}`)}.${body}.${signature}`,
    ],
  ];

  return [
    ...none,
    ...confused,
    ...otherAlgorithms,
    ...ownKeys,
    ...kids,
    ...signatures,
    ...swapped,
    ...claims,
    ...shapes,
  ];
}
