import { CHECKS, type CheckName, type CheckResult } from '@/lib/token/checks';
import { REASON_WORDS, type ReasonWords, whyNotChecked } from '@/lib/token/reasons';

/** A check as the service tells it: names it may know and this page may not. */
export type ToldResult = Omit<CheckResult, 'check' | 'reason'> & { check: string; reason?: string };

export interface MergedCheck {
  check: CheckName;
  outcome: CheckResult['outcome'];
  /** For a failed one. */
  words?: ReasonWords;
  expected?: string;
  found?: string;
  /** Set where one of the two refuses and the other does not. */
  onlyBy?: 'browser' | 'service';
  /** For one that was not asked. */
  why?: string;
}

/** Checks whose answer depends on the clock: with another clock set, the service's answer is to another question. */
const BY_THE_CLOCK: readonly string[] = ['issued_at', 'expiry'];

/** One list out of two verdicts; a failure on either side is a failure. */
export function mergeChecks(
  local: readonly ToldResult[] | undefined,
  server: readonly ToldResult[] | undefined,
  otherClock: boolean,
): MergedCheck[] {
  const readable = [local, server].some((results) =>
    results?.some(({ check, outcome }) => check === 'shape' && outcome === 'pass'),
  );
  return CHECKS.map((check) => {
    const mine = local?.find((result) => result.check === check);
    const told =
      otherClock && BY_THE_CLOCK.includes(check)
        ? undefined
        : server?.find((result) => result.check === check);
    const sides = [told, mine].filter((side) => side !== undefined);
    const leading = (['fail', 'pass'] as const)
      .map((outcome) => sides.find((side) => side.outcome === outcome))
      .find((side) => side !== undefined);
    if (!leading)
      return {
        check,
        outcome: 'not_checked',
        why: whyNotChecked(check, { readable, askedService: server !== undefined }),
      };
    const { outcome, reason, expected, found } = leading;
    if (outcome === 'pass') return { check, outcome, found };
    const differ =
      mine &&
      told &&
      mine.outcome !== told.outcome &&
      [mine, told].every(({ outcome: side }) => side !== 'not_checked');
    return {
      check,
      outcome,
      words: wordsFor(reason),
      expected,
      found,
      onlyBy: differ ? (leading === mine ? 'browser' : 'service') : undefined,
    };
  });
}

/** A newer service may name a reason this page does not know yet. */
function wordsFor(reason: string | undefined): ReasonWords {
  if (reason !== undefined && Object.hasOwn(REASON_WORDS, reason))
    return REASON_WORDS[reason as keyof typeof REASON_WORDS];
  return {
    title: reason ?? 'Refused',
    why: 'This check failed.',
    mend: 'Reload the page: it may be out of date.',
  };
}

/** The first refusal of a verdict, leaving the scope question aside. */
export function firstRefusal(results: readonly ToldResult[]): ReasonWords | undefined {
  const first = results.find(({ check, outcome }) => check !== 'scope' && outcome === 'fail');
  return first && wordsFor(first.reason);
}
