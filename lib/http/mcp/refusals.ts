import type { Origin } from '../../oauth/ports';
import { type Subject, subjectEvent } from '../../oauth/subject-event';
import { networkOf } from '../../ratelimit/network';
import type { HttpServices } from '../services';
import type { McpCaller } from './caller';

interface Why {
  reason: 'wrong_audience' | 'network_not_allowed' | 'app_not_allowed' | 'insufficient_scope' | 'forbidden';
  /** What was asked for, where it came to that. */
  tool?: string;
}

/** An admin sees who tried to do what it may not: of a stolen token that is the first that is seen. */
export async function recordRefusal(
  { jti, ...who }: Subject & { jti: string },
  why: Why,
  origin: Origin,
  { clock, ledger, limiter }: Pick<HttpServices, 'clock' | 'ledger' | 'limiter'>,
): Promise<void> {
  if (!(await limiter.take('refusal_row', networkOf(origin.address))).allowed) return;
  await ledger.record(
    subjectEvent(clock(), origin, who, {
      jti,
      action: 'mcp.refused',
      outcome: 'failure',
      detail: { ...why },
    }),
  );
}

export const subjectOfCaller = ({ actor, jti }: McpCaller): Subject & { jti: string } => ({
  type: 'clientId' in actor ? 'client' : 'user',
  id: 'clientId' in actor ? actor.clientId : actor.userId,
  tenantId: actor.tenantId,
  jti,
});
