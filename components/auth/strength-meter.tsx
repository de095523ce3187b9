'use client';

import { cn } from '@/components/ui/cn';
import { STRONG_ENOUGH } from '@/lib/contract/password-strength';
import { useStrength } from './use-strength';

const STEPS = [1, 2, 3, 4];
const WORDS = ['Very easy to guess', 'Easy to guess', 'Not hard enough to guess', 'Good', 'Very good'];

/** The verdict on what is being typed, in words; the bar only repeats them. */
export function StrengthMeter({ password, known }: { password: string; known: readonly string[] }) {
  const strength = useStrength(password, known);
  const score = strength?.score ?? 0;
  const enough = score >= STRONG_ENOUGH;
  return (
    <div className="flex flex-col gap-1.5">
      <div aria-hidden className="flex gap-1">
        {STEPS.map((step) => (
          <span
            key={step}
            className={cn(
              'h-1 flex-1 rounded-full',
              strength && step <= Math.max(score, 1) ? (enough ? 'bg-ok-mark' : 'bg-soon-mark') : 'bg-border',
            )}
          />
        ))}
      </div>
      {/* Two lines high, so that nothing moves while somebody types. */}
      <p aria-live="polite" className={cn('min-h-8 text-xs', enough ? 'text-ok' : 'text-muted-foreground')}>
        {strength ? `${WORDS[score]}. ${enough ? '' : strength.advice}` : null}
      </p>
    </div>
  );
}
