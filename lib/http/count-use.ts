import type { Use } from '../oauth/ports';
import type { AnswerNotes } from '../oauth/request';
import type { PolicyName } from '../ratelimit/policies';
import type { HttpServices } from './services';

const OPERATIONS: Partial<Record<PolicyName, Use['operation']>> = {
  token: 'token',
  introspect: 'introspection',
};

/**
 * Counts one answered call as its client's.
 *
 * @param outcome `success`, or the error code of the answer
 */
export function countUse(
  policy: PolicyName,
  { use }: AnswerNotes,
  outcome: string,
  { usage }: Pick<HttpServices, 'usage'>,
): void {
  const operation = OPERATIONS[policy];
  // A client that has yet to learn the nonce is refused once by design (RFC 9449 §8): nothing failed.
  if (!operation || !use || outcome === 'use_dpop_nonce') return;
  usage.count({
    tenantId: use.tenantId,
    clientId: use.clientId,
    credentialId: use.credentialId,
    scopes: use.scopes,
    operation,
    outcome: outcome === 'success' ? (use.outcome ?? outcome) : outcome,
  });
}
