import { timeOf } from './claim-meanings';
import type { TokenParts } from './read-parts';

export interface ComparedClaim {
  part: 'header' | 'payload';
  claim: string;
  kind: 'different' | 'first_only' | 'second_only' | 'same';
  first: unknown;
  second: unknown;
}

const ORDER: ComparedClaim['kind'][] = ['different', 'first_only', 'second_only', 'same'];

/** Every claim and header member of two tokens, what differs first. */
export function compareClaims(first: TokenParts, second: TokenParts): ComparedClaim[] {
  const rows = (['header', 'payload'] as const).flatMap((part) => {
    const [mine = {}, other = {}] = [first[part], second[part]];
    const names = [...new Set([...Object.keys(mine), ...Object.keys(other)])];
    return names.map((claim): ComparedClaim => {
      const [inFirst, inSecond] = [Object.hasOwn(mine, claim), Object.hasOwn(other, claim)];
      const [a, b] = [inFirst ? mine[claim] : undefined, inSecond ? other[claim] : undefined];
      const kind = !inSecond ? 'first_only' : !inFirst ? 'second_only' : alike(a, b) ? 'same' : 'different';
      return { part, claim, kind, first: a, second: b };
    });
  });
  return rows.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** Equal as JSON: the order of members says nothing (RFC 8259 §4). What overflows the stack counts as different. */
function alike(a: unknown, b: unknown): boolean {
  try {
    return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
  } catch {
    return false;
  }
}

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

export interface Relation {
  /** "Client", "Signing key" … */
  of: string;
  /** Undefined where one of the tokens does not say. */
  same: boolean | undefined;
}

const human = ({ payload }: TokenParts) => payload.token_use === 'human';

/** Whether the two come from the same place, by what they themselves say. */
export function relate(first: TokenParts, second: TokenParts): Relation[] {
  const people = human(first) || human(second);
  const relation = (of: string, read: (parts: TokenParts) => unknown): Relation => {
    const [a, b] = [read(first), read(second)];
    return { of, same: a === undefined || b === undefined ? undefined : alike(a, b) };
  };
  return [
    relation('Issuer', ({ payload }) => payload.iss),
    relation('Tenant', ({ payload }) => payload.tenant_id),
    ...(people ? [relation('Person', ({ payload }) => payload.sub)] : []),
    relation(people ? 'Client or app' : 'Client', ({ payload }) => payload.client_id),
    relation(people ? 'Secret or session' : 'Secret or key', ({ payload }) => payload.cred ?? payload.sid),
    relation('Signing key', ({ header }) => header?.kid),
    relation('Token', ({ payload }) => payload.jti),
  ];
}

export interface TokenTimes {
  /** Milliseconds since the epoch. */
  issued: number | undefined;
  ends: number | undefined;
}

export const timesOf = ({ payload }: TokenParts): TokenTimes => ({
  issued: timeOf('iat', payload.iat),
  ends: timeOf('exp', payload.exp),
});
