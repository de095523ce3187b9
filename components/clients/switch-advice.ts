import { shortDuration, spelledDuration } from '@/components/ui/duration';
import type { SecretView } from '@/lib/contract/portal';

/** An old secret used within this time is in use. */
const IN_USE_MS = 600_000;

export type SwitchAdvice = {
  stage: 'new_unused' | 'old_in_use' | 'old_quiet';
  sentence: string;
  /** What the sentence does not say for certain. */
  caution?: string;
};

/**
 * What the uses of both secrets say about retiring the old one.
 *
 * @param now milliseconds since the epoch
 * @param tokenLifeMs how long a caller may live on a token before it needs a secret again
 */
export function switchAdvice(
  fresh: SecretView,
  old: SecretView,
  now: number,
  tokenLifeMs: number,
): SwitchAdvice {
  if (!fresh.last_use) {
    return {
      stage: 'new_unused',
      sentence: 'The new secret has not been used yet. Put it in place first; the old one keeps working.',
    };
  }
  if (usedRecently(old, now)) {
    return {
      stage: 'old_in_use',
      sentence: 'The old secret is still in use — retire it when it has fallen silent.',
    };
  }
  if (!old.last_use) {
    return { stage: 'old_quiet', sentence: 'The old secret was never used: safe to retire.' };
  }
  const quietMs = now - Date.parse(old.last_use.at);
  return {
    stage: 'old_quiet',
    sentence: `Quiet for ${shortDuration(quietMs)}: safe to retire.`,
    caution:
      quietMs < tokenLifeMs
        ? `A caller that keeps its token for the full ${spelledDuration(tokenLifeMs / 1000)} may not have come back yet.`
        : undefined,
  };
}

export function usedRecently(secret: SecretView, now: number): boolean {
  return secret.last_use !== null && now - Date.parse(secret.last_use.at) < IN_USE_MS;
}
