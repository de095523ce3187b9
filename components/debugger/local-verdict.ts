import type { CheckResult } from '@/lib/token/checks';
import type { PublishedKeys } from './published-keys';

export interface LocalVerdict {
  /** `unknown`: nothing failed, but without keys the signature could not be checked. */
  word: 'active' | 'not_active' | 'unknown';
  results: CheckResult[];
}

export interface LocalQuestion {
  token: string;
  issuer: string;
  /** Milliseconds since the epoch: the clock to judge by. */
  now: number;
  requiredScope?: string;
  /** Absent when they could not be loaded; everything else is still checked. */
  keys: PublishedKeys | undefined;
}

/** The service's own checks, run in this browser with nothing but the published keys. */
export async function judgeLocally({ keys, token, ...context }: LocalQuestion): Promise<LocalVerdict> {
  const { checkToken } = await import('@/lib/token/checks');
  const { results } = await checkToken(
    token,
    {
      ...context,
      findKey: (kid) => {
        const verifies = keys?.get(kid);
        return verifies && { verifies };
      },
    },
    'end',
  );
  if (keys) return { word: wordFor(results, false), results };
  // A key not found among none is no finding.
  const honest = results.map(
    (result): CheckResult =>
      result.reason === 'kid_unknown' ? { check: result.check, outcome: 'not_checked' } : result,
  );
  return { word: wordFor(honest, true), results: honest };
}

/** The scope question has its own answer: a token without a scope is no less active. */
function wordFor(results: CheckResult[], withoutKeys: boolean): LocalVerdict['word'] {
  if (results.some(({ check, outcome }) => check !== 'scope' && outcome === 'fail')) return 'not_active';
  return withoutKeys ? 'unknown' : 'active';
}

/** The next moment at which a verdict may turn, in milliseconds since the epoch. */
export function nextTurn(payload: Record<string, unknown> | undefined, now: number): number | undefined {
  const moments = ['exp', 'iat', 'nbf']
    .map((claim) => payload?.[claim])
    .filter((value) => typeof value === 'number')
    // Not-before and issued-at are forgiven 90 s; looking at both ends covers either.
    .flatMap((seconds) => [seconds * 1000, (seconds - 90) * 1000])
    .filter((moment) => moment > now);
  return moments.length > 0 ? Math.min(...moments) : undefined;
}
