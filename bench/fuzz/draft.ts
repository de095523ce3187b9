import { createHash } from 'node:crypto';
import type { Choices } from './choices';
import { draftManagement, draftPerson, MANAGEMENT_PATH, PUBLISHED } from './draft-more';
import { assertionOf, type Credentials, type Material, proofOf, REPORTER, SHARED } from './material';
import { mutateText, mutateToken, nearMiss, oddValue } from './mutate';

/** A request before it is bytes. */
export interface Draft {
  /** For the report, and to know what an answer may look like. */
  endpoint:
    | ('token' | 'introspect' | 'revoke' | 'rotate' | 'opencrvs' | 'leaks')
    | ('manage' | 'people' | 'published' | 'search');
  method: string;
  target: string;
  headers: [name: string, value: string][];
  parameters: [name: string, value: unknown][];
  inQuery: boolean;
  /** Whether only JSON is read here. */
  inJson: boolean;
  /** False once the credential is another than the right one: then nothing may be granted. */
  mayAdmit: boolean;
  /** False once the inspected token is another than a good one. */
  mayBeActive: boolean;
  /** Whether an answer may repeat what was sent and is no secret. */
  mayEcho: boolean;
  /** What no answer may repeat. */
  planted: string[];
}

const PATHS: Record<Draft['endpoint'], string> = {
  token: '/v1/auth/token',
  introspect: '/v1/auth/introspect',
  revoke: '/v1/auth/revoke',
  rotate: '/v1/auth/clients/self/secret',
  opencrvs: '/token',
  leaks: '/v1/auth/leaks',
  manage: MANAGEMENT_PATH,
  people: '/v1/auth/authorize',
  published: '/openapi.json',
  search: '/api/docs/search',
};

const times = <T>(count: number, endpoint: T): T[] => Array.from({ length: count }, () => endpoint);

/** In proportion to what can go wrong there; those with the smallest limits seldom. */
const ENDPOINTS: Draft['endpoint'][] = [
  ...[...times(16, 'token' as const), ...times(16, 'introspect' as const), ...times(7, 'revoke' as const)],
  ...[...times(6, 'opencrvs' as const), ...times(5, 'manage' as const), ...times(4, 'people' as const)],
  ...(['rotate', 'leaks', 'published', 'search'] as const),
];

const empty = (endpoint: Draft['endpoint']): Draft => ({
  endpoint,
  method: 'POST',
  target: PATHS[endpoint],
  headers: [],
  parameters: [],
  inQuery: false,
  inJson: false,
  mayEcho: false,
  mayAdmit: true,
  mayBeActive: false,
  planted: [],
});

/** A good request, or with `spoil` one whose credential or token is nearly good. */
export function draftOf(choices: Choices, material: Material, spoil: boolean): Draft {
  const draft = empty(choices.pick(ENDPOINTS));
  draft.headers.push(['X-Forwarded-For', somewhere(choices)]);
  switch (draft.endpoint) {
    case 'token':
      draft.parameters.push(['grant_type', 'client_credentials']);
      addClientAndProof(draft, choices, material, spoil);
      if (choices.chance(0.3))
        draft.parameters.push(['scope', choices.pick(['workflow:read', 'audit:read workflow:read'])]);
      // Never here: URLs are kept by proxies and logs.
      if (spoil && choices.chance(0.05)) {
        draft.inQuery = true;
        draft.mayAdmit = false;
      }
      return draft;
    case 'introspect':
    case 'revoke':
      addCaller(draft, choices, material, spoil && choices.chance(0.4));
      addToken(draft, choices, material, spoil || draft.endpoint === 'revoke');
      return draft;
    case 'rotate':
      addSecret(draft, choices, choices.pick(material.rotating), spoil);
      return draft;
    case 'opencrvs':
      draft.inQuery = choices.chance(0.6);
      draft.parameters.push(['grant_type', 'client_credentials']);
      addInBody(draft, choices, material.opencrvs, spoil);
      return draft;
    case 'leaks':
      draft.mayAdmit = false;
      draft.headers.push(['Github-Public-Key-Identifier', choices.pick([REPORTER, choices.letters(20)])]);
      draft.headers.push(['Github-Public-Key-Signature', choices.letters(96)]);
      draft.parameters.push(
        ['token', plant(draft, spoiled(choices, choices.pick(material.clients).secret), 'secret')],
        ['type', 'gcs'],
      );
      return draft;
    case 'manage':
      draftManagement(draft, choices, material, spoil);
      return draft;
    case 'people':
      draftPerson(draft, choices, material);
      return draft;
    case 'published':
      draft.method = 'GET';
      draft.target = choices.pick(PUBLISHED);
      return draft;
    case 'search':
      draft.method = 'GET';
      draft.inQuery = true;
      draft.parameters.push(['q', choices.pick(['rotate a secret', 'DPoP', '', oddValue(choices)])]);
      return draft;
  }
}

/** Behind the one proxy that is trusted: limits by network are met where one network asks that often. */
const somewhere = (choices: Choices) =>
  choices.chance(0.8)
    ? `198.18.${choices.below(256)}.${choices.below(256)}`
    : `[2001:db8:${choices.below(65_536).toString(16)}::1]:${choices.below(65_536)}`;

/**
 * Short of that, what is left of a spoiled secret or token may well be in an answer by chance. The next token of the same
 * client begins as this one does, for `SHARED` characters at most: a part that is longer is of this one alone.
 */
const TELLING = { secret: 24, assertion: 120, token: SHARED };

/** @returns `text`, which from now on no answer may repeat */
export function plant(draft: Draft, text: string, kind: keyof typeof TELLING): string {
  if (text.length >= TELLING[kind]) draft.planted.push(text);
  return text;
}

function spoiled(choices: Choices, text: string): string {
  if (choices.chance(0.2)) return choices.letters(choices.below(80));
  return choices.chance(0.3) ? nearMiss(choices, text) : mutateText(choices, text);
}

/** A client by its secret, or by its key. */
function addClient(draft: Draft, choices: Choices, material: Material, spoil: boolean): void {
  if (choices.chance(0.25)) addAssertion(draft, choices, material, spoil);
  else if (choices.chance(0.08)) {
    addSecret(draft, choices, material.disabled, spoil);
    draft.mayAdmit = false;
  } else addSecret(draft, choices, choices.pick(material.clients), spoil);
}

function addSecret(draft: Draft, choices: Choices, credentials: Credentials, spoil: boolean): void {
  if (choices.chance(0.5)) addInBody(draft, choices, credentials, spoil);
  else addBasic(draft, choices, credentials, spoil);
}

function spoilCredentials(draft: Draft, choices: Choices, { id, secret }: Credentials): Credentials {
  draft.mayAdmit = false;
  return choices.chance(0.2)
    ? { id: spoiled(choices, id), secret }
    : { id, secret: spoiled(choices, secret) };
}

function addInBody(draft: Draft, choices: Choices, credentials: Credentials, spoil: boolean): void {
  const { id, secret } = spoil ? spoilCredentials(draft, choices, credentials) : credentials;
  draft.parameters.push(['client_id', id], ['client_secret', plant(draft, secret, 'secret')]);
}

function addBasic(draft: Draft, choices: Choices, credentials: Credentials, spoil: boolean): void {
  const { id, secret } = spoil ? spoilCredentials(draft, choices, credentials) : credentials;
  const pair = new URLSearchParams([[id, secret]]).toString().replace('=', ':');
  const encoded = Buffer.from(pair).toString('base64');
  plant(draft, secret, 'secret');
  draft.headers.push(['Authorization', `Basic ${plant(draft, encoded, 'secret')}`]);
}

function addAssertion(draft: Draft, choices: Choices, material: Material, spoil: boolean): void {
  const assertion = spoil ? spoilAssertion(draft, choices, material) : assertionOf(material);
  draft.parameters.push(
    ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    ['client_assertion', plant(draft, assertion, 'assertion')],
  );
}

/** Changed under its signature, or truly signed and saying what it must not. */
function spoilAssertion(draft: Draft, choices: Choices, material: Material): string {
  draft.mayAdmit = false;
  if (choices.chance(0.6)) return mutateToken(choices, assertionOf(material));
  const now = Math.floor(Date.now() / 1000);
  return choices.pick([
    () => assertionOf(material, { exp: now - 60 }),
    () => assertionOf(material, { exp: now + 100_000 }),
    () => assertionOf(material, { nbf: now + 600 }),
    () => assertionOf(material, { aud: 'https://elsewhere.test' }),
    () => assertionOf(material, { aud: [] }),
    () => assertionOf(material, { iss: material.clients[0]?.id }),
    () => assertionOf(material, { sub: material.clients[0]?.id }),
    () => assertionOf(material, { jti: undefined }),
    () => assertionOf(material, { jti: '' }),
    () => assertionOf(material, { exp: undefined }),
    () => assertionOf(material, { exp: '9999999999' }),
    () => assertionOf(material, {}, { alg: 'none' }),
    () => assertionOf(material, {}, { alg: 'ES384' }),
    () => assertionOf(material, {}, { crit: ['exp'] }),
    () => assertionOf(material, {}, { jwk: material.proofKey.jwk }),
    () => assertionOf(material, {}, { typ: 'dpop+jwt' }),
    () => assertionOf({ ...material, keyed: { id: material.keyed.id, key: material.proofKey.privateKey } }),
    () =>
      assertionOf({ ...material, keyed: { id: String(material.clients[0]?.id), key: material.keyed.key } }),
  ])();
}

/** A client, now and then with a proof of a key; spoiled is one of the two. */
function addClientAndProof(draft: Draft, choices: Choices, material: Material, spoil: boolean): void {
  const withProof = choices.chance(0.1);
  const spoilProof = withProof && spoil && choices.chance(0.7);
  addClient(draft, choices, material, spoil && !spoilProof);
  if (withProof) addProof(draft, choices, proofOf(material, draft.target), spoilProof);
}

function addProof(draft: Draft, choices: Choices, proof: string, spoil: boolean): void {
  const shown = spoil ? mutateToken(choices, proof) : proof;
  if (!isSameHeader(shown, proof)) draft.mayAdmit = false;
  draft.headers.push(['DPoP', plant(draft, shown, 'assertion')]);
}

/** Blanks around a header's value are not part of it. */
const isSameHeader = (shown: string, good: string) => shown.trim() === good;

/** Whoever asks: as a client, or by a token of its own, bound to a key or not. */
function addCaller(draft: Draft, choices: Choices, material: Material, spoil: boolean): void {
  if (choices.chance(0.4)) addClient(draft, choices, material, spoil);
  else if (choices.chance(0.15)) addBoundCaller(draft, choices, material, spoil);
  else {
    const own = choices.pick(material.tokens);
    const shown = spoil ? badToken(choices, material, own) : own;
    if (!isSameHeader(shown, own)) draft.mayAdmit = false;
    draft.headers.push(['Authorization', `Bearer ${plant(draft, shown, 'token')}`]);
  }
}

/** A bound token with its proof; spoiled it comes without one, or with a wrong one. */
function addBoundCaller(draft: Draft, choices: Choices, material: Material, spoil: boolean): void {
  const token = plant(draft, material.boundToken, 'token');
  const stolen = spoil && choices.chance(0.3);
  if (stolen) draft.mayAdmit = false;
  draft.headers.push(['Authorization', `${stolen ? 'Bearer' : 'DPoP'} ${token}`]);
  const ath = hashOf(spoil && choices.chance(0.2) ? choices.pick(material.tokens) : token);
  if (ath !== hashOf(token)) draft.mayAdmit = false;
  addProof(draft, choices, proofOf(material, draft.target, { ath }), spoil && choices.chance(0.7));
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

export const badToken = (choices: Choices, { forged }: Material, good: string) =>
  choices.chance(0.3) ? choices.pick(forged) : mutateToken(choices, good);

function addToken(draft: Draft, choices: Choices, material: Material, spoil: boolean): void {
  const good = choices.pick(material.tokens);
  const shown = spoil ? badToken(choices, material, good) : good;
  draft.mayBeActive = shown === good;
  draft.parameters.push(['token', plant(draft, shown, 'token')]);
  if (choices.chance(0.2))
    draft.parameters.push(['token_type_hint', choices.pick(['access_token', 'refresh_token', 'x'])]);
}
