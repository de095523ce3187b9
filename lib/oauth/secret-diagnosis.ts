import type { SecretState } from '../contract/diagnosis-terms';
import type { SecretDiagnosis } from '../contract/secret-diagnosis';
import { isWellFormedSecret, secretDigest } from './secret';

/** A stored secret that has the digest of a presented text, read one way or another. */
export interface KnownSecret {
  digest: Uint8Array;
  secretId: string;
  clientId: string;
  tenantId: string;
  expiresAt: Date | null;
  retiredAt: Date | null;
  /** Whether a later one of its client is live: then it is the old one of a rotation. */
  superseded: boolean;
  /** Whether an earlier one outlived it: then its rotation was cancelled. */
  outlived: boolean;
}

/** Where a secret was presented. */
interface Asked {
  /** The client it was presented for; undefined to ask whose it is. */
  clientId: string | undefined;
  tenantId: string | undefined;
  /** This installation's word. */
  environment: string;
  /** Milliseconds since the epoch. */
  now: number;
}

type Mistake = 'whitespace' | 'quotes' | 'percent_encoded';
interface Reading {
  text: string;
  mistake: Mistake | undefined;
}

/** Longer texts are no secret however they are read, and reading them would be work for nothing. */
const LONGEST_READ = 1_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSEEN = /[\s\u0000-\u001F\u007F\u00AD\u200B-\u200F\u2060\uFEFF]/g;
const QUOTES = /^["'`\u2018-\u201F]+|["'`\u2018-\u201F,;]+$/g;

const withoutBlanks = (text: string) => text.replace(UNSEEN, '');
const withoutQuotes = (text: string) => withoutBlanks(text).replace(QUOTES, '');

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The text as it is, and as it would be without one of the mistakes that people make; six at most. */
function readingsOf(presented: string): Reading[] {
  if (presented.length > LONGEST_READ) return [];
  const once = percentDecoded(presented);
  const twice = percentDecoded(once);
  const readings: Reading[] = [
    { text: presented, mistake: undefined },
    { text: withoutBlanks(presented), mistake: 'whitespace' },
    { text: withoutQuotes(presented), mistake: 'quotes' },
    { text: once, mistake: 'percent_encoded' },
    { text: twice, mistake: 'percent_encoded' },
    { text: withoutQuotes(twice), mistake: 'percent_encoded' },
  ];
  return readings.filter(({ text }, place) => readings.findIndex((other) => other.text === text) === place);
}

/** What to look up before `diagnose` is asked; bounded, whatever was presented. */
export const digestsToLookUp = (presented: string, pepper: Uint8Array): Uint8Array[] =>
  readingsOf(presented).map(({ text }) => secretDigest(text, pepper));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * What a presented secret was.
 *
 * @param known stored secrets among `digestsToLookUp`, of any tenant: those of others are not looked at
 */
export function diagnose(
  presented: string,
  { clientId, tenantId, environment, now }: Asked,
  known: readonly KnownSecret[],
  pepper: Uint8Array,
): SecretDiagnosis {
  const readings = readingsOf(presented);
  const ofTenant = known.filter((secret) => secret.tenantId === tenantId);
  const find = (isIt: (secret: KnownSecret) => boolean) => {
    for (const { text, mistake } of readings) {
      const digest = hex(secretDigest(text, pepper));
      const secret = ofTenant.find((candidate) => hex(candidate.digest) === digest && isIt(candidate));
      if (secret) return { secret, mistake };
    }
    return undefined;
  };

  const own = find((secret) => clientId === undefined || secret.clientId === clientId);
  if (own) return found(own.secret, now, own.mistake);
  const foreign = find(() => true);
  if (foreign) return found(foreign.secret, now, 'another_clients');
  return byForm(withoutQuotes(percentDecoded(percentDecoded(presented.slice(0, LONGEST_READ)))), environment);
}

function found(
  secret: KnownSecret,
  now: number,
  verdict: SecretDiagnosis['verdict'] | undefined,
): SecretDiagnosis {
  const { state, since } = stateOf(secret, now);
  return {
    verdict: verdict ?? state,
    matches: state,
    secret_id: secret.secretId,
    client_id: secret.clientId,
    ...(since ? { since: since.toISOString() } : {}),
  };
}

function stateOf(
  { retiredAt, expiresAt, superseded, outlived }: KnownSecret,
  now: number,
): { state: SecretState; since?: Date } {
  if (retiredAt) return { state: outlived ? 'cancelled' : 'retired', since: retiredAt };
  if (expiresAt && expiresAt.getTime() <= now) return { state: 'expired', since: expiresAt };
  return { state: superseded ? 'old' : 'current' };
}

/** What a text looks like that is no secret of the tenant's. */
function byForm(text: string, environment: string): SecretDiagnosis {
  const [, word, body = ''] = /^gcs_([a-z0-9]{1,16})_([0-9A-Za-z]*)$/.exec(text) ?? [];
  if (word === undefined)
    return { verdict: /^gcs_[a-z0-9]{0,16}$/.test(text) ? 'truncated' : 'not_a_secret' };
  if (isWellFormedSecret(text))
    return word === environment
      ? { verdict: 'unknown' }
      : // Of a text whose checksum holds the word is a name that an installation gave itself, and no part of the secret.
        { verdict: 'other_environment', environment: word, expected_environment: environment };
  return { verdict: body.length < 49 ? 'truncated' : 'checksum' };
}
