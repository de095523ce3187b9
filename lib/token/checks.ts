import { AUDIENCE, type DecodedToken, decodeToken } from './jwt';
import type { RememberedToken, TokenMemory } from './memory';
import { mayBeOurs, type SignatureCheck } from './signature';

/**
 * The one ordered list of questions asked of an access token. Introspection stops at the first failure;
 * the debugger runs the same list to its end and shows it. They cannot disagree, because they are one list.
 */
export const CHECKS = [
  'shape',
  'algorithm',
  'type',
  'key',
  'signature',
  'issuer',
  'audience',
  'issued_at',
  'expiry',
  'tenant',
  'kind',
  'subject',
  'credential',
  'revocation',
  'scope',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** Why a check failed. Closed, so that every reason has its words and its mend in one table (`reasons.ts`). */
export type Reason =
  | 'not_three_segments'
  | 'encrypted'
  | 'not_base64url'
  | 'not_json'
  | 'not_an_object'
  | 'alg_none'
  | 'alg_not_rs256'
  | 'typ_not_jwt'
  | 'crit_unknown'
  | 'key_in_header'
  | 'kid_missing'
  | 'kid_unknown'
  | 'key_retired'
  | 'key_revoked'
  | 'signature_missing'
  | 'signature_wrong'
  | 'iss_missing'
  | 'iss_wrong'
  | 'aud_missing'
  | 'aud_wrong'
  | 'iat_missing'
  | 'iat_in_future'
  | 'nbf_in_future'
  | 'exp_missing'
  | 'expired'
  | 'tenant_missing'
  | 'tenant_foreign'
  | 'kind_unknown'
  | 'claims_incomplete'
  | 'client_unknown'
  | 'client_disabled'
  | 'user_unknown'
  | 'user_disabled'
  | 'tenant_suspended'
  | 'secret_unknown'
  | 'session_ended'
  | 'token_revoked'
  | 'tokens_ended'
  | 'scope_missing';

type KeyState = 'next' | 'active' | 'retiring' | 'retired';

export interface VerificationKey {
  /** Absent in the browser: a published key does not say which of the published ones it is. */
  state?: KeyState;
  /** Ended in an emergency, whatever its age. */
  revoked?: boolean;
  verifies: SignatureCheck;
}

/** What the issuer's records say of the client or person, and of the secret, key or session, that a token names. */
export interface SubjectState {
  subject: 'active' | 'disabled' | 'unknown';
  tenant: 'active' | 'suspended';
  credential: 'live' | 'expired' | 'retired' | 'unknown';
  /** Whether this one token was revoked. */
  revoked: boolean;
  /** Milliseconds since the epoch: tokens of this credential, subject or tenant issued before it are ended; 0 for none. */
  notBefore: number;
}

/** Which records a token names. */
export interface SubjectClaims {
  use: 'machine' | 'human';
  tenantId: string;
  /** A client's id or a person's. */
  subjectId: string;
  /** The id of a secret, key or session. */
  credentialId: string;
  jti: string;
}

/** For a token that is a credential: whose tenant it says it is of, on that tenant's behalf it is judged. */
export const OWN_TENANT: unique symbol = Symbol.for('gooclaim.own-tenant');

export interface CheckContext {
  issuer: string;
  /** Milliseconds since the epoch; a parameter, so that "what if it were later" is the same code. */
  now: number;
  findKey(kid: string): Promise<VerificationKey | undefined> | VerificationKey | undefined;
  /** The tenant on whose behalf the question is asked; absent in the browser's local verdict. */
  tenantId?: string | typeof OWN_TENANT;
  /** Tokens that were verified before; absent where each is looked at once. */
  memory?: TokenMemory;
  /** The issuer's records; absent in the browser's local verdict. Asked only after the signature held. */
  findSubject?(claims: SubjectClaims): Promise<SubjectState>;
  /** Whether an audience other than `gooclaim-api` is one of the tenant's; absent in the browser's local verdict. */
  isResource?(tenantId: string, audience: string): Promise<boolean>;
  /** A scope the call at hand would need. */
  requiredScope?: string;
}

export interface CheckResult {
  check: CheckName;
  outcome: 'pass' | 'fail' | 'not_checked';
  reason?: Reason;
  expected?: string;
  found?: string;
}

export interface Evaluation {
  /** True when nothing failed. */
  valid: boolean;
  results: CheckResult[];
  decoded?: DecodedToken;
}

interface State {
  token: string;
  decoded?: DecodedToken;
  known?: RememberedToken;
  /** On whose behalf the question is asked. */
  tenantId?: string;
  key?: VerificationKey;
  signatureHeld: boolean;
  /** Read once a token, and only for one whose signature held: a forgery learns nothing of the records. */
  records?: SubjectState;
}

/** Words for a reader, made only when there is one. */
type Words = string | (() => string);
type Failure = { reason: Reason; expected?: Words; found?: Words };
/** `undefined`: passed. `null`: could not be asked. */
type Verdict = Failure | { found?: Words; expected?: Words } | undefined | null;

const RFC7515_KEY_HEADERS = ['jwk', 'jku', 'x5u', 'x5c'] as const;
/** String claims each kind of token must have; `sub` and the last one name the records to look at. */
const KIND_CLAIMS = {
  machine: ['sub', 'client_id', 'jti', 'scope', 'cred'],
  human: ['sub', 'client_id', 'jti', 'scope', 'sid'],
} as const;

const useOf = (payload: Record<string, unknown>): SubjectClaims['use'] | undefined =>
  payload.token_use === 'machine' || payload.token_use === 'human' ? payload.token_use : undefined;

/** Instances' clocks differ a little; a token that one has just issued must not be refused by the next. */
const CLOCK_SKEW_MS = 90_000;

const iso = (unixSeconds: number) => {
  const date = new Date(unixSeconds * 1000);
  return Number.isNaN(date.getTime()) ? String(unixSeconds) : date.toISOString().replace('.000Z', 'Z');
};
/** Shows a claim of unknown type; shortened, since a token is anyone's text. */
const show = (value: unknown) =>
  value === undefined ? 'absent' : (typeof value === 'string' ? value : json(value)).slice(0, 200);

/** `JSON.stringify` recurses: six thousand nested brackets fit a token and would end in a RangeError, a 500. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'a deeply nested value';
  }
}
const isSeconds = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** "2 parts of 36 and 120 characters": what to compare with the text one meant to paste. */
function shapeOf(token: string): string {
  const lengths = token.split('.', 6).map((part) => part.length);
  const parts =
    lengths.length > 5 ? 'more than 5 parts' : lengths.length === 1 ? '1 part' : `${lengths.length} parts`;
  return `${parts} of ${lengths.slice(0, 5).join(', ')} characters`;
}

type CheckFunction = (state: State, context: CheckContext) => Verdict | Promise<Verdict>;

/** Each asks one question. All but `shape` may rely on `state.decoded`. */
const QUESTIONS: Record<CheckName, CheckFunction> = {
  shape(state, { memory, now, tenantId }) {
    state.known = memory?.recall(state.token, now);
    const decoded = state.known?.decoded ?? decodeToken(state.token);
    if (typeof decoded === 'string')
      return {
        reason: decoded,
        expected: 'header.payload.signature, each base64url',
        found: shapeOf(state.token),
      };
    state.decoded = decoded;
    const { tenant_id: own } = decoded.payload;
    state.tenantId = tenantId === OWN_TENANT ? (typeof own === 'string' ? own : undefined) : tenantId;
  },

  // RFC 8725 §3.1: the algorithm is ours to choose, never the token's.
  algorithm({ decoded }) {
    const alg = decoded?.header.alg;
    const found = show(alg);
    if (found.toLowerCase() === 'none') return { reason: 'alg_none', expected: 'RS256', found };
    if (alg !== 'RS256') return { reason: 'alg_not_rs256', expected: 'RS256', found };
    return { found };
  },

  // RFC 8725 §3.11: an ID token or a logout token must not pass for an access token.
  type({ decoded }) {
    const typ = decoded?.header.typ;
    const normal = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
    if (normal !== 'jwt' && normal !== 'at+jwt')
      return { reason: 'typ_not_jwt', expected: 'JWT or at+jwt', found: show(typ) };
    if (decoded?.header.crit !== undefined)
      return { reason: 'crit_unknown', expected: 'no crit header', found: show(decoded.header.crit) };
    return { found: show(typ) };
  },

  // The key is looked up in our own set only. A key, or an address of one, inside the token is an attack.
  async key(state, context) {
    const header = state.decoded?.header;
    const smuggled = RFC7515_KEY_HEADERS.find((name) => header?.[name] !== undefined);
    if (smuggled) return { reason: 'key_in_header', expected: 'a kid and no key', found: smuggled };
    const kid = header?.kid;
    const expected = 'the kid of a published key';
    if (kid === undefined || kid === '') return { reason: 'kid_missing', expected, found: 'absent' };
    const key = typeof kid === 'string' ? await context.findKey(kid) : undefined;
    if (!key) return { reason: 'kid_unknown', expected, found: show(kid) };
    if (key.revoked) return { reason: 'key_revoked', expected, found: `${show(kid)} (revoked)` };
    if (key.state === 'retired') return { reason: 'key_retired', expected, found: `${show(kid)} (retired)` };
    state.key = key;
    return { found: key.state ? `${show(kid)} (${key.state})` : show(kid) };
  },

  async signature(state, { memory, now }) {
    if (!state.decoded?.signed)
      return { reason: 'signature_missing', expected: 'a third segment', found: 'absent' };
    if (!state.key) return null;
    const { decoded, known, key } = state;
    // Verified with this very key before: another one under the same kid would have to verify it anew.
    if (known?.verifiedBy === key.verifies) state.signatureHeld = true;
    else if (mayBeOurs(decoded) && (await key.verifies(state.token))) {
      state.signatureHeld = true;
      memory?.remember(state.token, { decoded, verifiedBy: key.verifies }, now);
    } else
      return {
        reason: 'signature_wrong',
        expected: `made with ${show(decoded.header.kid)}`,
        found: 'one that does not belong to this text',
      };
  },

  issuer({ decoded }, { issuer }) {
    const iss = decoded?.payload.iss;
    if (iss === undefined) return { reason: 'iss_missing', expected: issuer, found: 'absent' };
    if (iss !== issuer) return { reason: 'iss_wrong', expected: issuer, found: show(iss) };
    return { found: issuer };
  },

  async audience({ decoded, signatureHeld, tenantId: own }, { isResource }) {
    const { aud, tenant_id: tenantId } = decoded?.payload ?? {};
    if (aud === undefined) return { reason: 'aud_missing', expected: AUDIENCE, found: 'absent' };
    if (aud === AUDIENCE) return { found: AUDIENCE };
    if (typeof aud === 'string' && typeof tenantId === 'string' && /^https?:/.test(aud)) {
      // A resource of the tenant's own (RFC 8707)? A browser cannot know, and a forgery is not worth a look.
      if (!isResource || !signatureHeld) return null;
      if (tenantId === own && (await isResource(tenantId, aud))) return { found: aud };
    }
    return { reason: 'aud_wrong', expected: AUDIENCE, found: show(aud) };
  },

  issued_at({ decoded }, { now }) {
    const { iat, nbf } = decoded?.payload ?? {};
    const expected = () => `not after ${iso(Math.floor(now / 1000))}, give or take ${CLOCK_SKEW_MS / 1000} s`;
    if (!isSeconds(iat)) return { reason: 'iat_missing', expected, found: show(iat) };
    if (iat * 1000 > now + CLOCK_SKEW_MS) return { reason: 'iat_in_future', expected, found: () => iso(iat) };
    if (nbf !== undefined && (!isSeconds(nbf) || nbf * 1000 > now + CLOCK_SKEW_MS))
      return { reason: 'nbf_in_future', expected, found: isSeconds(nbf) ? iso(nbf) : show(nbf) };
    return { found: () => iso(iat) };
  },

  // No leeway: the clock that wrote `exp` is the clock that reads it.
  expiry({ decoded }, { now }) {
    const exp = decoded?.payload.exp;
    const expected = () => `after ${iso(Math.floor(now / 1000))}`;
    if (!isSeconds(exp)) return { reason: 'exp_missing', expected, found: show(exp) };
    if (exp * 1000 <= now) return { reason: 'expired', expected, found: () => iso(exp) };
    return { found: () => iso(exp) };
  },

  tenant({ decoded, tenantId }) {
    const found = decoded?.payload.tenant_id;
    if (typeof found !== 'string' || found === '')
      return { reason: 'tenant_missing', expected: 'a tenant id', found: show(found) };
    if (tenantId === undefined) return null;
    if (found !== tenantId) return { reason: 'tenant_foreign', expected: tenantId, found: show(found) };
    return { found };
  },

  // One namespace per kind of subject: what a person holds must never pass for a machine's token.
  kind({ decoded }) {
    const payload = decoded?.payload ?? {};
    const use = useOf(payload);
    if (!use) return { reason: 'kind_unknown', expected: 'machine or human', found: show(payload.token_use) };
    const missing = KIND_CLAIMS[use].find((name) => typeof payload[name] !== 'string');
    if (missing)
      return {
        reason: 'claims_incomplete',
        expected: `a string in ${missing}`,
        found: show(payload[missing]),
      };
    if (use === 'machine' && payload.sub !== payload.client_id)
      return { reason: 'claims_incomplete', expected: 'sub and client_id alike', found: show(payload.sub) };
    return { found: use };
  },

  async subject(state, context) {
    const records = await recordsOf(state, context);
    if (!records) return null;
    state.records = records;
    const human = state.decoded?.payload.token_use === 'human';
    const found = show(state.decoded?.payload.sub);
    if (records.subject === 'unknown')
      return human
        ? { reason: 'user_unknown', expected: 'a person of your tenant', found }
        : { reason: 'client_unknown', expected: 'a client of your tenant', found };
    if (records.tenant === 'suspended')
      return { reason: 'tenant_suspended', expected: 'an active tenant', found: 'suspended' };
    if (records.subject === 'disabled')
      return { reason: human ? 'user_disabled' : 'client_disabled', expected: 'active', found: 'disabled' };
    return { found };
  },

  // A retired or expired secret issues no new tokens; those it issued live out their hour. A person's die with the session.
  credential({ decoded, records }) {
    if (!records) return null;
    const { token_use: use, cred, sid } = decoded?.payload ?? {};
    if (use === 'human') {
      const found = `${show(sid)} (${records.credential === 'live' ? 'live' : 'ended'})`;
      return records.credential === 'live'
        ? { found }
        : { reason: 'session_ended', expected: 'a live session', found };
    }
    const found = `${show(cred)} (${records.credential})`;
    if (records.credential === 'unknown')
      return { reason: 'secret_unknown', expected: 'a secret or key of this client', found };
    return { found };
  },

  // RFC 7009 §2: ended at once, though the signature still holds.
  revocation({ decoded, records }) {
    if (!records) return null;
    if (records.revoked)
      return {
        reason: 'token_revoked',
        expected: 'not revoked',
        found: `${show(decoded?.payload.jti)} (revoked)`,
      };
    const iat = Number(decoded?.payload.iat);
    if (iat * 1000 < records.notBefore)
      return {
        reason: 'tokens_ended',
        expected: () => `issued after ${iso(records.notBefore / 1000)}`,
        found: () => iso(iat),
      };
    return { found: 'not revoked' };
  },

  scope({ decoded }, { requiredScope }) {
    if (requiredScope === undefined) return null;
    const scope = decoded?.payload.scope;
    const granted = typeof scope === 'string' ? scope.split(' ') : [];
    if (!granted.includes(requiredScope))
      return { reason: 'scope_missing', expected: requiredScope, found: show(scope) };
    return { found: requiredScope };
  },
};

function spoken(verdict: Verdict): Pick<CheckResult, 'reason' | 'expected' | 'found'> {
  if (!verdict) return {};
  const { expected, found } = verdict;
  return {
    ...verdict,
    ...(expected === undefined ? {} : { expected: say(expected) }),
    ...(found === undefined ? {} : { found: say(found) }),
  } as Pick<CheckResult, 'reason' | 'expected' | 'found'>;
}

const say = (words: Words): string => (typeof words === 'string' ? words : words());

function recordsOf(state: State, context: CheckContext): Promise<SubjectState> | undefined {
  if (!state.signatureHeld || !context.findSubject) return undefined;
  const payload = state.decoded?.payload ?? {};
  const { sub: subjectId, tenant_id: tenantId, jti } = payload;
  const use = useOf(payload);
  const credentialId = use === 'human' ? payload.sid : payload.cred;
  if (!use || typeof subjectId !== 'string' || typeof credentialId !== 'string') return undefined;
  if (typeof jti !== 'string' || typeof tenantId !== 'string' || tenantId !== state.tenantId)
    return undefined;
  return context.findSubject({ use, tenantId, subjectId, credentialId, jti });
}

/**
 * Asks the questions in order.
 *
 * @param upTo `'first_failure'` for introspection, in bare outcomes; `'end'` for the debugger, which shows what else is
 * wrong, and in words.
 * @throws whatever `findKey` and `findSubject` throw: an unreadable record is never a verdict.
 */
export async function checkToken(
  token: string,
  context: CheckContext,
  upTo: 'first_failure' | 'end',
): Promise<Evaluation> {
  const state: State = { token, signatureHeld: false };
  const results: CheckResult[] = [];
  let valid = true;
  for (const check of CHECKS) {
    if (check !== 'shape' && !state.decoded) {
      results.push({ check, outcome: 'not_checked' });
      continue;
    }
    const answer = QUESTIONS[check](state, context);
    // Most can be answered at once.
    const verdict = answer instanceof Promise ? await answer : answer;
    const failed = verdict != null && 'reason' in verdict;
    const outcome = verdict === null ? 'not_checked' : failed ? 'fail' : 'pass';
    if (failed) valid = false;
    if (upTo === 'end') results.push({ check, outcome, ...spoken(verdict) });
    else {
      if (failed) {
        results.push({ check, outcome, reason: verdict.reason });
        break;
      }
      results.push({ check, outcome });
    }
  }
  return { valid, results, decoded: state.decoded };
}
