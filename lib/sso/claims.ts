import { emailSchema } from '../contract/members';
import type { Claims } from './exchange';

/** The address a provider names, in lower case. */
export function emailOf(claims: Claims): string | undefined {
  return emailSchema.safeParse(claims.email).data;
}

/** Some providers leave it out, and some write it as a text. */
export const isEmailDenied = ({ email_verified }: Claims): boolean =>
  email_verified === false || email_verified === 'false';

export const isEmailVerified = ({ email_verified }: Claims): boolean =>
  email_verified === true || email_verified === 'true';

/** How the provider says it was proven (RFC 8176), with `fed` before it: by somebody else. */
export function amrOf({ amr }: Claims): string[] {
  const words = Array.isArray(amr) ? amr : [];
  const wellFormed = words.filter(
    (word): word is string => typeof word === 'string' && /^[a-z0-9_-]{1,20}$/.test(word),
  );
  return ['fed', ...wellFormed.filter((word) => word !== 'fed').slice(0, 8)];
}

/** When the person last proved who they are, in milliseconds since the epoch; undefined where the provider does not say. */
export const authTimeOf = ({ auth_time }: Claims): number | undefined =>
  typeof auth_time === 'number' && Number.isFinite(auth_time) ? auth_time * 1000 : undefined;

/** What only the protocol needs. */
const OF_THE_PROTOCOL = new Set([
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  'sid',
  'jti',
  'exp',
  'iat',
  'nbf',
  'azp',
]);
const MOST_CLAIMS = 40;
const LONGEST = 200;

/** The claims as they are shown to whoever tries the connection: few, and short. */
export function shownClaims(claims: Claims): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([name]) => !OF_THE_PROTOCOL.has(name))
      .slice(0, MOST_CLAIMS)
      .map(([name, value]) => [storable(name), shortened(value)]),
  );
}

function shortened(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, MOST_CLAIMS).map(shortened);
  return storable(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}

/** NUL and half a surrogate pair would break the database's text type. */
function storable(text: string): string {
  const whole = text.replaceAll('\u0000', '').toWellFormed();
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST).toWellFormed()}…` : whole;
}
