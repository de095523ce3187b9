import { randomUUID } from 'node:crypto';
import type { Choices } from './choices';
import { badToken, type Draft, plant } from './draft';
import type { Material } from './material';
import { mutateText, oddValue } from './mutate';

export const MANAGEMENT_PATH = '/v1/tenants/self/clients';

/** What anybody may read. */
export const PUBLISHED = [
  ...['/openapi.json', '/openapi.yaml', '/.well-known/jwks.json', '/healthz', '/readyz'],
  ...['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'],
];

type Operation = [method: string, path: string, parameters: Draft['parameters']];

/** One operation on a client that nothing else depends on. */
function operationOf(choices: Choices, id: string): Operation {
  return choices.pick<() => Operation>([
    () => ['GET', '', []],
    () => [
      'GET',
      `?q=${choices.letters(choices.below(9))}&sort=name&dir=asc&page=${1 + choices.below(9)}`,
      [],
    ],
    () => ['GET', `/${id}`, []],
    () => ['GET', `/${id}/secrets`, []],
    () => ['GET', `/${id}/usage?range=${choices.pick(['1h', '24h', '30d'])}`, []],
    () => ['PATCH', `/${id}`, [['client_name', choices.pick(['Changed', oddValue(choices)])]]],
    () => ['PATCH', `/${id}`, [['scope', choices.pick(['workflow:read', 'audit:read workflow:read'])]]],
    () => ['POST', `/${id}/${choices.pick(['disable', 'enable', 'end-tokens'])}`, []],
    () => [
      'POST',
      `/${id}/revoke`,
      [['jti', choices.pick([`tok_${choices.letters(22)}`, oddValue(choices)])]],
    ],
    () => [
      'POST',
      `/${id}/secrets`,
      [
        ['overlap_seconds', 3600],
        ['current_secret_id', null],
      ],
    ],
    () => ['DELETE', `/${id}/secrets/sec_${choices.letters(22)}`, []],
  ])();
}

/** Any text as a segment of a path: half a character has no name there, but bytes have. */
const inPath = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[^\w.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** A client of the management API; spoiled is its token, or the client that it names. */
export function draftManagement(draft: Draft, choices: Choices, material: Material, spoil: boolean): void {
  const good = choices.pick(material.managers);
  const spoilToken = spoil && choices.chance(0.6);
  const shown = spoilToken ? badToken(choices, material, good) : good;
  if (shown.trim() !== good) draft.mayAdmit = false;
  draft.headers.push(['Authorization', `Bearer ${plant(draft, shown, 'token')}`]);
  const id = spoil && !spoilToken ? inPath(mutateText(choices, material.managed)) : material.managed;
  const [method, path, parameters] = operationOf(choices, id);
  draft.method = method;
  draft.target = MANAGEMENT_PATH + path;
  draft.parameters.push(...parameters);
  draft.inJson = true;
  draft.mayEcho = true;
  if (path.endsWith('/secrets') && method === 'POST') draft.headers.push(['Idempotency-Key', randomUUID()]);
}

/** Where people's browsers and apps go. Nobody is signed in and no code is good: nothing may be granted. */
export function draftPerson(draft: Draft, choices: Choices, material: Material): void {
  draft.mayAdmit = false;
  draft.mayEcho = true;
  const app = `app_${choices.letters(22)}`;
  const code = choices.letters(43);
  switch (choices.below(5)) {
    case 0:
      draft.method = choices.pick(['GET', 'POST']);
      draft.inQuery = draft.method === 'GET';
      draft.parameters.push(
        ...([
          ['response_type', 'code'],
          ['client_id', app],
          ['redirect_uri', 'https://app.example/back'],
          ['scope', 'openid profile'],
          ['code_challenge', code],
          ['code_challenge_method', 'S256'],
          ['state', choices.letters(8)],
        ] as Draft['parameters']),
      );
      return;
    case 1:
      draft.target = '/v1/auth/logout';
      draft.method = 'GET';
      draft.inQuery = true;
      draft.parameters.push(['id_token_hint', badToken(choices, material, choices.pick(material.tokens))]);
      return;
    case 2:
      draft.target = '/v1/auth/userinfo';
      draft.method = choices.pick(['GET', 'POST']);
      draft.headers.push(['Authorization', `Bearer ${plant(draft, choices.pick(material.tokens), 'token')}`]);
      return;
    case 3:
      draft.target = '/v1/auth/token';
      draft.parameters.push(
        ...([
          ['grant_type', 'authorization_code'],
          ['client_id', app],
          ['code', code],
          ['redirect_uri', 'https://app.example/back'],
          ['code_verifier', code],
        ] as Draft['parameters']),
      );
      return;
    default:
      draft.target = '/v1/auth/token';
      draft.parameters.push(['grant_type', 'refresh_token'], ['client_id', app]);
      draft.parameters.push(['refresh_token', choices.pick([`gcr_${code}`, oddValue(choices)])]);
  }
}
