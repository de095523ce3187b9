import { decodeSegments } from '../../e2e/harness/jwt';
import { startAppRouter } from '../../e2e/harness/service';
import type { Workload } from '../load/measure';
import { PEER_CLIENT, PEER_RESOURCE } from '../load/peer';
import {
  get,
  introspectByBody,
  introspectByForm,
  introspectByJson,
  type Request,
  revoke,
  send,
  tokenByForm,
  tokenByJson,
} from '../load/request';
import { startBeside } from '../world/beside';
import type { Product } from '../world/product';
import type { Stage } from '../world/stage';
import { issueTokens } from '../world/tokens';

/** Different tokens that are asked about again and again. */
const TOKENS = 50;
/** Of how many clients those are that nobody has seen: their tokens are new, they themselves are known. */
const CLIENTS = 10;

const isToken: Workload['isRight'] = ({ json }) =>
  decodeSegments(json.access_token).header.alg === 'RS256' && json.token_type === 'Bearer';
const isActive: Workload['isRight'] = ({ json }) => json.active === true;
const isInactive: Workload['isRight'] = ({ text }) => text === '{"active":false}';

/** Names that ratios are made of. */
export const NAMES = {
  echo: 'bare node:http, JSON and zod',
  sign: 'bare node:http, signs',
  verify: 'bare node:http, verifies twice',
  verifySync: 'bare node:http, verifies twice on one thread',
  next: 'Next alone, `/healthz`',
  tokens: 'tokens, 1 client',
  tokensForm: 'tokens, 1 client, form',
  tokensMany: 'tokens, 10,000 clients',
  self: 'introspection, itself',
  other: 'introspection, another',
  otherForm: 'introspection, another, form',
  cold: 'introspection, both never seen',
  inactive: 'introspection, a revoked token',
  jwks: 'JWKS',
  tokensAll: 'npm start: tokens, 1 client',
  otherAll: 'npm start: introspection, another',
  oidcTokens: 'oidc-provider: tokens',
  oidcIntrospect: 'oidc-provider: introspection, opaque',
  oauth2Tokens: '@node-oauth/oauth2-server: tokens',
  oauth2Authenticate: '@node-oauth/oauth2-server: authenticate',
};

const mostly = <T>(values: readonly T[], of: (value: T, next: T) => Request): Request[] =>
  values.map((value, index) => of(value, values[(index + 1) % values.length] as T));

/** Tokens that both processes know by then, and some of them revoked. */
async function knownTokens({ all, clients }: Stage): Promise<{ live: string[]; revoked: string[] }> {
  const few = clients.slice(0, CLIENTS);
  const live = await issueTokens(all.port, few, TOKENS);
  const revoked = await issueTokens(all.port, few.slice(0, 1), TOKENS);
  for (const token of revoked) {
    const answer = await send(revoke(few[0] as (typeof few)[number], token), all.port);
    if (answer.status !== 200) throw new Error(`Not revoked: ${answer.status} ${answer.text}`);
  }
  return { live, revoked };
}

async function bareWorkloads({ api, all, dataDir, cleanup }: Stage, live: string[]): Promise<Workload[]> {
  const JWKS = (await send(get('/.well-known/jwks.json'), api.port)).text;
  const echo = await startBeside('bare-echo', cleanup);
  const sign = await startBeside('bare-sign', cleanup);
  const verify = await startBeside('bare-verify', cleanup, { JWKS });
  const verifySync = await startBeside('bare-verify', cleanup, { JWKS, VERIFY: 'sync' });
  const others = mostly(live, (one, other) => introspectByJson(one, other));
  const next = await startAppRouter({ dataDir });
  cleanup.add(() => next.stop('SIGTERM'));
  const client = { client_id: PEER_CLIENT.client_id, client_secret: PEER_CLIENT.client_secret };
  return [
    { ...{ name: NAMES.echo, ...echo, isRight: isActive }, requests: others },
    { ...{ name: NAMES.sign, ...sign, isRight: isToken }, requests: [tokenByJson(client)] },
    { ...{ name: NAMES.verify, ...verify, isRight: isActive }, requests: others },
    { ...{ name: NAMES.verifySync, ...verifySync, isRight: isActive }, requests: others },
    {
      ...{
        name: NAMES.next,
        port: next.port,
        processes: { next: next.pid, database: all.processes.database ?? 0 },
      },
      ...{ requests: [get('/healthz')], isRight: ({ status }) => status === 200 },
    },
  ];
}

async function productWorkloads(
  stage: Stage,
  { live, revoked }: Awaited<ReturnType<typeof knownTokens>>,
): Promise<Workload[]> {
  const { api, all, clients } = stage;
  const [first] = clients;
  if (!first) throw new Error('There are no clients.');
  const of = (
    { port, processes }: Product,
    name: string,
    requests: Request[],
    isRight: Workload['isRight'],
  ) => ({
    ...{ name, port, processes, requests, isRight },
  });
  const others = mostly(live, (one, other) => introspectByJson(one, other));
  return [
    of(api, NAMES.tokens, [tokenByJson(first)], isToken),
    of(
      api,
      NAMES.tokensMany,
      clients.map((client) => tokenByJson(client)),
      isToken,
    ),
    of(
      api,
      NAMES.self,
      mostly(live, (one) => introspectByJson(one, one)),
      isActive,
    ),
    of(api, NAMES.other, others, isActive),
    of(
      api,
      NAMES.inactive,
      revoked.map((token) => introspectByJson(live[0] ?? '', token)),
      isInactive,
    ),
    {
      ...of(api, NAMES.cold, [], isActive),
      // Issued by the other process: the one that answers has not even made them.
      async fresh(seconds, rate) {
        const tokens = await issueTokens(all.port, clients.slice(0, CLIENTS), 2 * Math.ceil(seconds * rate));
        return Array.from({ length: tokens.length / 2 }, (_, index) =>
          introspectByJson(tokens[2 * index] ?? '', tokens[2 * index + 1] ?? ''),
        );
      },
    },
    of(api, NAMES.jwks, [get('/.well-known/jwks.json')], ({ json }) => json.keys.length > 0),
    of(all, NAMES.tokensAll, [tokenByJson(first)], isToken),
    of(all, NAMES.otherAll, others, isActive),
    // The form the peers take, for the ratios with them.
    of(api, NAMES.tokensForm, [tokenByForm(first)], isToken),
    of(
      api,
      NAMES.otherForm,
      mostly(live, (one, other) => introspectByForm(one, other)),
      isActive,
    ),
  ];
}

async function peerWorkloads({ cleanup }: Stage): Promise<Workload[]> {
  const oidc = await startBeside('oidc-provider', cleanup);
  const oauth2 = await startBeside('oauth2-server', cleanup);
  const opaque = (await send(tokenByForm(PEER_CLIENT, '/token'), oidc.port)).json.access_token;
  const signed = (await send(tokenByForm(PEER_CLIENT, '/token'), oauth2.port)).json.access_token;
  if (opaque.includes('.')) throw new Error('That token of oidc-provider was to be an opaque one.');
  return [
    {
      ...{ name: NAMES.oidcTokens, ...oidc, isRight: isToken },
      requests: [tokenByForm(PEER_CLIENT, '/token', { resource: PEER_RESOURCE })],
    },
    {
      ...{ name: NAMES.oidcIntrospect, ...oidc, isRight: isActive },
      requests: [introspectByBody(PEER_CLIENT, opaque, '/token/introspection')],
    },
    {
      ...{ name: NAMES.oauth2Tokens, ...oauth2, isRight: isToken },
      requests: [tokenByForm(PEER_CLIENT, '/token')],
    },
    {
      ...{ name: NAMES.oauth2Authenticate, ...oauth2, isRight: isActive },
      requests: [{ ...introspectByForm(signed, signed), path: '/authenticate' }],
    },
  ];
}

/** Side by side with what each is compared to. */
export async function allWorkloads(stage: Stage): Promise<Workload[]> {
  const known = await knownTokens(stage);
  const bare = await bareWorkloads(stage, known.live);
  const product = await productWorkloads(stage, known);
  const peers = await peerWorkloads(stage);
  const found = new Map([...bare, ...product, ...peers].map((workload) => [workload.name, workload]));
  return ORDER.map((name) => found.get(name) as Workload);
}

const ORDER = [
  ...[
    NAMES.echo,
    NAMES.other,
    NAMES.self,
    NAMES.sign,
    NAMES.tokens,
    NAMES.tokensMany,
    NAMES.verify,
    NAMES.verifySync,
    NAMES.cold,
  ],
  ...[NAMES.oidcTokens, NAMES.tokensForm, NAMES.oauth2Tokens, NAMES.oidcIntrospect, NAMES.otherForm],
  ...[NAMES.oauth2Authenticate, NAMES.inactive, NAMES.jwks, NAMES.tokensAll, NAMES.otherAll, NAMES.next],
];
