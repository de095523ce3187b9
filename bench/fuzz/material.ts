import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { call } from '../../e2e/harness/call';
import { CHECKOUT, RUN } from '../../e2e/harness/checkout';
import { forgeries } from '../../e2e/harness/forgeries';
import { encode } from '../../e2e/harness/jwt';
import { runToEnd } from '../../e2e/harness/processes';
import { plainEnvironment, type Service } from '../../e2e/harness/service';
import { NOBODY_ELSES_DATABASE, RAISED_LIMITS } from '../world/settings';

export interface Credentials {
  id: string;
  secret: string;
}

/** What good requests are made of, and so what mutated ones are mutations of. */
export interface Material {
  origin: string;
  port: number;
  /** So many that none of them meets its limits. */
  clients: readonly Credentials[];
  /** Each rotates its own secret, five times a minute. Good for nothing else: which one is current is not followed. */
  rotating: readonly Credentials[];
  opencrvs: Credentials;
  /** Disabled, with its right secret. */
  disabled: Credentials;
  /** Authenticates by its key. */
  keyed: { id: string; key: KeyObject };
  /** Good tokens of `clients`, which nobody revokes. */
  tokens: readonly string[];
  /** Clients that may manage others, and may do nothing else here. */
  administrators: readonly Credentials[];
  /** Good tokens with which clients are managed. */
  managers: readonly string[];
  /** The id of the client that they change. */
  managed: string;
  /** Tokens that somebody else made. */
  forged: readonly string[];
  /** A good token, bound to `proofKey`. */
  boundToken: string;
  /** For DPoP proofs. */
  proofKey: { privateKey: KeyObject; jwk: Record<string, unknown> };
  /** Of this very moment, as far as the last answer told it. */
  nonce: string;
}

const SCOPES = ['workflow:read', 'audit:read'];
const CLIENTS = 24;
const ROTATING = 100;
const MANAGERS = 40;

/** With this many characters two tokens of one client have parted: `prepare` looks. */
export const SHARED = 480;

/** How much two texts have in common from their beginning on. */
function sharedBy(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

/** Who may report leaked secrets. Nothing is ever signed with this key. */
export const REPORTER = 'fuzz';
export const reporterKeys = (): string => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    type: 'spki',
    format: 'pem',
  });
  return JSON.stringify({ public_keys: [{ key_identifier: REPORTER, key, is_current: true }] });
};

export async function prepare(service: Service, whose = 'fuzzed'): Promise<Material> {
  const { origin, port } = service;
  const name = `${whose}-${randomUUID()}`;
  const owner = await onboard(service, 'Fuzzed TPA', `owner@${name}.test`);
  const opencrvs = await onboard(
    ...([service, 'Fuzzed registry', `owner@${name}-registry.test`, '--profile', 'opencrvs'] as const),
  );
  const portal = await signIn(origin, owner.admin);
  const newClient = async (extra: object = {}): Promise<Credentials> => {
    const { client, client_secret } = await portal('/clients', {
      name: 'Fuzzed',
      scopes: SCOPES,
      ...extra,
    });
    return { id: client.client_id, secret: client_secret };
  };
  const several = async (count: number, extra: object = {}): Promise<Credentials[]> => {
    const made: Credentials[] = [];
    while (made.length < count) made.push(await newClient(extra));
    return made;
  };
  const clients = [{ id: owner.client_id, secret: owner.client_secret }, ...(await several(CLIENTS - 1))];
  const [client] = clients as [Credentials];
  const disabled = await newClient();
  await portal(`/clients/${disabled.id}/disable`, {});
  const keyed = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwks = { keys: [{ ...keyed.publicKey.export({ format: 'jwk' }), kid: 'fuzz', alg: 'ES256' }] };
  const proof = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  const tokensOf = async (whose: readonly Credentials[]): Promise<string[]> => {
    const tokens: string[] = [];
    for (const one of whose) tokens.push((await tokenAnswer(origin, one)).json.access_token);
    return tokens;
  };
  const tokens = await tokensOf(clients);
  const administrators = await several(MANAGERS, { scopes: [...SCOPES, 'clients:read', 'clients:write'] });
  const [genuine = '', again = ''] = [tokens[0], ...(await tokensOf([client]))];
  if (sharedBy(genuine, again) >= SHARED)
    throw new Error('Two tokens of a client have more in common than was thought.');
  const { keys } = (await call(`${origin}/.well-known/jwks.json`)).json;
  const material: Material = {
    origin,
    port,
    clients,
    rotating: await several(ROTATING),
    opencrvs: { id: opencrvs.client_id, secret: opencrvs.client_secret },
    disabled,
    keyed: { id: (await newClient({ authentication: 'key', jwks })).id, key: keyed.privateKey },
    tokens,
    administrators,
    managers: await tokensOf(administrators),
    managed: (await newClient()).id,
    forged: forgeries(genuine, keys[0]).map(([, token]) => token),
    proofKey: {
      privateKey: proof.privateKey,
      jwk: proof.publicKey.export({ format: 'jwk' }) as Record<string, unknown>,
    },
    nonce: '',
    boundToken: '',
  };
  // The first answer tells the nonce, the second one has the token.
  for (let times = 0; times < 2; times++) {
    const answer = await tokenAnswer(origin, client, { DPoP: proofOf(material, '/v1/auth/token') });
    material.nonce = answer.headers['dpop-nonce'] ?? '';
    material.boundToken = answer.json.access_token;
  }
  if ([...tokens, ...material.managers].some((token) => !token) || !material.boundToken)
    throw new Error('No token for a good request.');
  return material;
}

/** `npm run --silent onboard -- …` */
async function onboard(service: Service, tenant: string, admin: string, ...options: string[]) {
  const { code, stdout, stderr } = await runToEnd(
    process.execPath,
    [RUN, 'onboard', '--tenant', tenant, '--admin', admin, '--json', ...options],
    { cwd: CHECKOUT, env: plainEnvironment({ ...NOBODY_ELSES_DATABASE, DATA_DIR: service.dataDir }) },
  );
  if (code !== 0) throw new Error(`onboard failed:\n${stderr}`);
  return JSON.parse(stdout);
}

/** What is to be seen is what lies behind the limits. */
export const WITHOUT_LIMITS = {
  ...RAISED_LIMITS,
  // So that a request can say where it comes from: limits by network are for one network.
  TRUSTED_PROXIES: '1',
};

/** An admin at the portal: first sign-in, new password. @returns POST to its handlers */
async function signIn(origin: string, { email, password }: { email: string; password: string }) {
  const cookies = new Map<string, string>();
  const send = async (path: string, headers: Record<string, string>, body?: string) => {
    const Cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await call(`${origin}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, Cookie, Origin: origin },
      ...(body === undefined ? {} : { body }),
    });
    for (const [, name = '', value = ''] of (answer.headers['set-cookie'] ?? '').matchAll(
      /(?:^|, )([^=;,\s]+)=([^;]*)/g,
    ))
      cookies.set(name, value);
    return answer;
  };
  const { csrfToken } = (await send('/api/auth/csrf', {})).json;
  const form = new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString();
  await send('/api/auth/callback/credentials', { 'Content-Type': 'application/x-www-form-urlencoded' }, form);
  const post = async (path: string, body: object) => {
    const answer = await send(
      `/api/portal${path}`,
      { 'Content-Type': 'application/json' },
      JSON.stringify(body),
    );
    if (answer.status >= 300) throw new Error(`The portal refused ${path}: ${answer.text}`);
    return answer.json;
  };
  await post('/password', { current_password: password, new_password: `Own-${randomUUID()}` });
  return post;
}

const tokenAnswer = (origin: string, { id, secret }: Credentials, headers: Record<string, string> = {}) =>
  call(`${origin}/v1/auth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
  });

/** A JWT by a key on P-256. */
function signed(key: KeyObject, header: object, payload: object): string {
  const input = `${encode({ alg: 'ES256', ...header })}.${encode(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const seconds = () => Math.floor(Date.now() / 1000);

/** RFC 7523; good once. */
export function assertionOf({ origin, keyed }: Material, claims: object = {}, header: object = {}): string {
  return signed(
    keyed.key,
    { typ: 'JWT', kid: 'fuzz', ...header },
    {
      iss: keyed.id,
      sub: keyed.id,
      aud: origin,
      iat: seconds(),
      exp: seconds() + 60,
      jti: randomUUID(),
      ...claims,
    },
  );
}

/** RFC 9449; good once. */
export function proofOf({ origin, proofKey, nonce }: Material, path: string, claims: object = {}): string {
  return signed(
    proofKey.privateKey,
    { typ: 'dpop+jwt', jwk: proofKey.jwk },
    { htm: 'POST', htu: `${origin}${path}`, iat: seconds(), jti: randomUUID(), nonce, ...claims },
  );
}
