import { describe, expect, it } from 'vitest';
import type { SecretView } from '@/lib/contract/portal';
import { switchAdvice } from './switch-advice';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function secret(usedAgo: number | null): SecretView {
  const at = (ago: number) => new Date(NOW - ago).toISOString();
  return {
    id: 'sec_1',
    hint: 'a1b2',
    state: 'current',
    created_at: at(3_600_000),
    created_by: 'ada@acme.test',
    expires_at: null,
    retired_at: null,
    exposed_at: null,
    exposed_in: null,
    last_use:
      usedAgo === null ? null : { at: at(usedAgo), address: '10.0.0.7', user_agent: 'curl', count: 1 },
  };
}

describe('advice while two secrets are live', () => {
  it('warns of retiring the old one while nobody has the new one, however quiet it is', () => {
    expect(switchAdvice(secret(null), secret(null), NOW, HOUR).stage).toBe('new_unused');
    expect(switchAdvice(secret(null), secret(5 * 3_600_000), NOW, HOUR).stage).toBe('new_unused');
  });

  it('calls the old one in use for ten minutes after its last use', () => {
    expect(switchAdvice(secret(1000), secret(10 * MINUTE - 1), NOW, HOUR).stage).toBe('old_in_use');
    expect(switchAdvice(secret(1000), secret(10 * MINUTE), NOW, HOUR).stage).toBe('old_silent');
  });

  it('calls it safe once the last token it got has expired, and says until when to wait', () => {
    expect(switchAdvice(secret(1000), secret(12 * MINUTE), NOW, HOUR).sentence).toMatch(
      /^Quiet for 12 min\. Wait/,
    );
    expect(switchAdvice(secret(1000), secret(60 * MINUTE), NOW, HOUR).sentence).toBe(
      'Quiet for 1 h: safe to retire.',
    );
    expect(switchAdvice(secret(1000), secret(null), NOW, HOUR).stage).toBe('old_quiet');
  });
});
