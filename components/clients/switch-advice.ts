import { shortDuration } from '@/components/ui/duration';
import { exactTime } from '@/components/ui/exact-time';
import type { SecretView } from '@/lib/contract/portal';

/** An old secret used within this time is in use. */
const IN_USE_MS = 600_000;

export type SwitchAdvice = {
  /** `old_silent`: out of use, but not for as long as a caller may live on its token. */
  stage: 'new_unused' | 'old_in_use' | 'old_silent' | 'old_quiet';
  sentence: string;
  reason?: string;
};

/**
 * What the uses of both secrets say about retiring the old one. It is safe once it has been quiet for longer than a token
 * lives: a caller that still had it would have come back for another.
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
  if (!old.last_use)
    return { stage: 'old_quiet', sentence: 'The old secret was never used: safe to retire.' };
  const lastUse = Date.parse(old.last_use.at);
  const tokensUntil = lastUse + tokenLifeMs;
  if (usedRecently(old, now)) {
    return {
      stage: 'old_in_use',
      sentence: 'The old secret is still in use — retire it when it has fallen silent.',
      reason: `Retired now, whatever uses it stops getting tokens; the last one it got works until ${exactTime(tokensUntil)}.`,
    };
  }
  const quiet = `Quiet for ${shortDuration(now - lastUse)}`;
  if (now < tokensUntil) {
    return {
      stage: 'old_silent',
      sentence: `${quiet}. Wait until ${exactTime(tokensUntil)} to be sure.`,
      reason:
        'Until then a token of the old secret is alive, and its caller may still come back for another with the old secret.',
    };
  }
  return {
    stage: 'old_quiet',
    sentence: `${quiet}: safe to retire.`,
    reason: 'That is longer than a token lives: a caller that still had it would have come back by now.',
  };
}

export function usedRecently(secret: SecretView, now: number): boolean {
  return secret.last_use !== null && now - Date.parse(secret.last_use.at) < IN_USE_MS;
}
