import { describe, expect, test } from 'vitest';
import type { AttentionItem } from '@/lib/contract/attention';
import { attentionWords, isAdvice } from './attention-words';

const NOW = Date.parse('2026-03-14T09:00:00Z');
const client = { client_id: 'client_1', name: 'Claims intake' };
const secret = { client, secret_id: 'sec_1', hint: 'a1b2' };
const last = {
  at: '2026-03-14T08:59:00Z',
  action: 'token.refused',
  detail: { reason: 'wrong_secret' },
  request_id: 'req_1',
  address: '10.0.0.7',
  user_agent: '',
};
const failing = (change: object): AttentionItem => ({
  kind: 'client_failing',
  client,
  failures: 40,
  failures_last_hour: 12,
  reason: 'invalid_client',
  last,
  ...change,
});

describe('what needs attention, in words', () => {
  test.each<[string, AttentionItem, string, string]>([
    [
      'a secret that will be due',
      { kind: 'secret_due', ...secret, created_at: '2025-12-20T09:00:00Z', due_at: '2026-03-20T09:00:00Z' },
      'soon',
      'The secret ending in a1b2 is due for rotation.',
    ],
    [
      'a secret that was due',
      { kind: 'secret_due', ...secret, created_at: '2025-12-01T09:00:00Z', due_at: '2026-03-01T09:00:00Z' },
      'overdue',
      'The secret ending in a1b2 is older than the policy allows.',
    ],
    [
      'failures of the last hour',
      failing({}),
      'overdue',
      '40 calls failed in 24 hours, 12 in the last hour: the secret was wrong.',
    ],
    [
      'one earlier failure, of which the log says no more',
      failing({ failures: 1, failures_last_hour: 0, last: null }),
      'soon',
      '1 call failed in 24 hours, 0 in the last hour: wrong credentials.',
    ],
    [
      'failures whose newest is not like most of them',
      failing({ reason: 'invalid_scope' }),
      'overdue',
      '40 calls failed in 24 hours, 12 in the last hour: scope not granted.',
    ],
    [
      'tokens that are not kept',
      { kind: 'too_many_tokens', client, tokens: 5210, needed: 24, life_seconds: 3600 },
      'neutral',
      '5,210 tokens in 24 hours. A caller that keeps each for its 1 hour needs 24.',
    ],
    [
      'scopes',
      { kind: 'scopes_unused', client, scopes: ['a:read', 'b:read'], since: '2026-02-12T09:00:00Z' },
      'neutral',
      'Has not asked for a:read or b:read in 30 days.',
    ],
  ])('%s', (_, item, tone, what) => {
    expect(attentionWords(item, NOW)).toMatchObject({ tone, what });
  });

  test('what is wrong is told apart from what could be better', () => {
    expect(isAdvice({ kind: 'client_limited' })).toBe(false);
    expect(isAdvice({ kind: 'near_limit' })).toBe(true);
  });
});
