import { LONGEST_TOKEN_LIFE } from '../contract/token-life';
import type { StoredKey } from './stored-key';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a key is published before it signs, in milliseconds: some gateways cache a key set that long. */
const PUBLISHED_AHEAD_MS = 2 * HOUR_MS;

/** How long a key verifies after it stopped signing: the longest life of a token, and two hours for clocks and caches. */
const KEPT_MS = LONGEST_TOKEN_LIFE * 1000 + 2 * HOUR_MS;

/** What a decision about a key needs to know of it. */
export type KeyTimes = Pick<
  StoredKey,
  'kid' | 'state' | 'createdAt' | 'activatedAt' | 'retiringAt' | 'revokedAt'
>;

/** One step of one key. To be taken in the order given: no two keys are active, or next, at any moment. */
export type Step =
  | { take: 'make'; state: 'next' | 'active' }
  | { take: 'activate'; kid: string }
  /** It signs no more, and verifies what it signed. */
  | { take: 'replace'; kid: string }
  | { take: 'retire'; kid: string }
  | { take: 'revoke'; kid: string };

/** From when a published key may sign; milliseconds since the epoch, as all times below. */
export const signsFrom = (next: KeyTimes): number => next.createdAt.getTime() + PUBLISHED_AHEAD_MS;

/** When no good token can name the key any more. */
export const leavesAt = ({ retiringAt, createdAt }: KeyTimes): number =>
  (retiringAt ?? createdAt).getTime() + KEPT_MS;

/** When the active key is to be replaced: by the schedule, and not before its successor may sign. */
export function rotationAt(keys: readonly KeyTimes[], rotationDays: number): number | undefined {
  const { active, next } = places(keys);
  if (!active || !next) return undefined;
  const due = (active.activatedAt ?? active.createdAt).getTime() + rotationDays * DAY_MS;
  return Math.max(due, signsFrom(next));
}

/** Since when the active key signs, and when it is to be replaced, as far as is known. */
export function signingTimes(
  keys: readonly KeyTimes[],
  rotationDays: number,
): { since?: number; until?: number } {
  const { active } = places(keys);
  return {
    since: (active?.activatedAt ?? active?.createdAt)?.getTime(),
    until: rotationAt(keys, rotationDays),
  };
}

/** What is due by itself: the rotation, the end of old keys, and whatever is missing, so that one is always ahead. */
export function scheduledSteps(keys: readonly KeyTimes[], now: number, rotationDays: number): Step[] {
  const over = keys.filter((key) => key.state === 'retiring' && leavesAt(key) <= now);
  const due = (rotationAt(keys, rotationDays) ?? Number.POSITIVE_INFINITY) <= now;
  const { active, next } = places(keys);
  return [
    ...over.map(({ kid }): Step => ({ take: 'retire', kid })),
    ...(due ? rotationSteps(keys) : []),
    ...(active ? [] : [succession(next)]),
    ...(active && next ? [] : [MAKE_NEXT]),
  ];
}

/** The next key signs, the old one verifies on, and another is published at once. */
export function rotationSteps(keys: readonly KeyTimes[]): Step[] {
  const { active, next } = places(keys);
  return [...(active ? [{ take: 'replace', kid: active.kid } as const] : []), succession(next), MAKE_NEXT];
}

/**
 * Ends a key in an emergency. If it signed, the next one takes its place whatever its age. Another is published by what
 * is due then: to make one takes seconds that an emergency does not have.
 */
export function revocationSteps(keys: readonly KeyTimes[], kid: string): Step[] {
  const revoked = keys.find((key) => key.kid === kid);
  if (!revoked || revoked.revokedAt) return [];
  return [{ take: 'revoke', kid }, ...(revoked.state === 'active' ? [succession(places(keys).next)] : [])];
}

/** Nothing that there was is believed any more: every key that signs or verifies ends, and new ones take their places. */
export const replacementSteps = (keys: readonly KeyTimes[]): Step[] => [
  ...keys.filter(({ state }) => state !== 'retired').map(({ kid }): Step => ({ take: 'revoke', kid })),
  { take: 'make', state: 'active' },
  MAKE_NEXT,
];

const places = (keys: readonly KeyTimes[]) => ({
  active: keys.find(({ state }) => state === 'active'),
  next: keys.find(({ state }) => state === 'next'),
});

/** Who signs when nobody does. */
const succession = (next: KeyTimes | undefined): Step =>
  next ? { take: 'activate', kid: next.kid } : { take: 'make', state: 'active' };

const MAKE_NEXT: Step = { take: 'make', state: 'next' };
