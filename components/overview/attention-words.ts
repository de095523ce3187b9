import { auditSentence } from '@/components/audit/sentence';
import { exposureWords } from '@/components/clients/exposure-words';
import { spelledDuration } from '@/components/ui/duration';
import type { AttentionItem, FailureView } from '@/lib/contract/attention';
import { reasonWords } from '../usage/reason-words';

export interface AttentionWords {
  tone: 'overdue' | 'soon' | 'neutral';
  /** What is wrong, beside the client's name. */
  what: string;
  /** What to do, or what it means, where that is not plain. */
  advice?: string;
  /** ISO 8601. */
  since?: { label: string; at: string };
  /** Where it is mended: a tab of the client. */
  action: { label: string; tab: 'overview' | 'secrets' | 'token' | 'activity' | 'danger' };
}

const number = new Intl.NumberFormat('en-GB');
const calls = (count: number) => `${number.format(count)} ${count === 1 ? 'call' : 'calls'}`;

/** What is said of one thing that needs attention. @param now milliseconds since the epoch */
export function attentionWords(item: AttentionItem, now: number): AttentionWords {
  switch (item.kind) {
    case 'secret_exposed':
      return {
        tone: 'overdue',
        what: `The secret ending in ${item.hint} ${exposureWords(item)}.`,
        since: { label: 'Seen', at: item.exposed_at },
        action: { label: 'Rotate it', tab: 'secrets' },
      };
    case 'secret_due': {
      const overdue = Date.parse(item.due_at) <= now;
      return {
        tone: overdue ? 'overdue' : 'soon',
        what: `The secret ending in ${item.hint} ${overdue ? 'is older than the policy allows' : 'is due for rotation'}.`,
        since: { label: overdue ? 'Was due' : 'Due', at: item.due_at },
        action: { label: 'Rotate it', tab: 'secrets' },
      };
    }
    case 'old_secret_used':
      return {
        tone: 'soon',
        what: `The old secret ending in ${item.hint} was used after the rotation${
          item.expires_at ? ', and will stop working' : ''
        }.`,
        since: { label: 'Last used', at: item.last_used_at },
        action: { label: 'Watch the switch', tab: 'secrets' },
      };
    case 'client_failing':
      return {
        tone: item.failures_last_hour > 0 ? 'overdue' : 'soon',
        what: `${calls(item.failures)} failed in 24 hours, ${number.format(item.failures_last_hour)} in the last hour: ${failureWords(item)}.`,
        since: item.last ? { label: 'Last', at: item.last.at } : undefined,
        action: { label: 'See why', tab: 'activity' },
      };
    case 'client_limited':
      return {
        tone: item.refusals_last_hour > 0 ? 'overdue' : 'soon',
        what: `${calls(item.refusals)} refused by a limit in 24 hours, ${number.format(item.refusals_last_hour)} in the last hour.`,
        since: item.last_at ? { label: 'Last', at: item.last_at } : undefined,
        action: { label: 'See its traffic', tab: 'overview' },
      };
    case 'near_limit':
      return {
        tone: 'soon',
        what: `Near its limit: ${number.format(item.peak)} of ${number.format(item.limit)} tokens in its busiest minute.`,
        advice: 'Keep each token until shortly before it expires, or spread the load over clients.',
        action: { label: 'See its traffic', tab: 'overview' },
      };
    case 'too_many_tokens':
      return {
        tone: 'neutral',
        what: `${number.format(item.tokens)} tokens in 24 hours. A caller that keeps each for its ${spelledDuration(item.life_seconds)} needs ${number.format(item.needed)}.`,
        advice: 'Ask once, keep the token in memory, and ask again shortly before it expires.',
        action: { label: 'See how', tab: 'overview' },
      };
    case 'client_unused':
      return {
        tone: 'neutral',
        what: item.last_used_at ? 'Not used for 90 days.' : 'Never used since it was made.',
        advice: 'What nobody uses, nobody misses when it leaks: disable it.',
        since: item.last_used_at
          ? { label: 'Last used', at: item.last_used_at }
          : { label: 'Made', at: item.created_at },
        action: { label: 'Disable it', tab: 'danger' },
      };
    case 'scopes_unused':
      return {
        tone: 'neutral',
        what: `Has not asked for ${list(item.scopes)} in 30 days.`,
        advice: 'Its token requests always say which scopes they need. Take away what it does not use.',
        action: { label: 'Change its scopes', tab: 'token' },
      };
  }
}

const list = (words: string[]) => new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words);

/** Reasons that the audit log names as the caller was told them; the others are why credentials were refused. */
const TOLD: Record<string, string> = {
  invalid_scope: 'invalid_scope',
  invalid_target: 'invalid_target',
  invalid_request: 'invalid_request',
  invalid_dpop_proof: 'invalid_dpop_proof',
  unauthorized_client: 'unauthorized_client',
  proof_of_key_missing: 'invalid_token',
  bound_to_another_key: 'invalid_token',
};

/** What most of the calls were told; the true cause from the audit log where the newest failure is one of them. */
function failureWords({ reason, last }: { reason: string; last: FailureView | null }): string {
  const told = last && (TOLD[String(last.detail.reason)] ?? 'invalid_client');
  if (!last || told !== reason) return lowerFirst(reasonWords(reason));
  const sentence = auditSentence(last);
  return lowerFirst(sentence.slice(sentence.indexOf(': ') + 2));
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const ADVICE: ReadonlySet<AttentionItem['kind']> = new Set([
  'near_limit',
  'too_many_tokens',
  'client_unused',
  'scopes_unused',
]);

/** What can wait, as against what is wrong now. */
export const isAdvice = ({ kind }: Pick<AttentionItem, 'kind'>): boolean => ADVICE.has(kind);
