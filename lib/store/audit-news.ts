import type { AuditAction } from '../contract/audit-actions';
import type { WebhookEventType } from '../contract/webhook-events';
import type { AuditEvent } from '../oauth/ports';
import type { WebhookNews } from './webhook-events';

/** What of the audit log is news for webhooks. */
const NEWS: Partial<Record<AuditAction, WebhookEventType>> = {
  'secret.rotated': 'secret.rotated',
  'secret.self_rotated': 'secret.rotated',
  'secret.exposed': 'secret.exposed',
  'client.disabled': 'client.disabled',
  'signing_key.activated': 'signing_key.rotated',
  'signing_key.revoked': 'signing_key.revoked',
};

/** The event that an audit row is told as; undefined for most. Of its detail only what is named here: the rest may name people. */
export function newsOf(event: AuditEvent): WebhookNews | undefined {
  const { action, tenantId, at, actorType, actorId, targetId, detail } = event;
  const type = NEWS[action];
  if (!type || targetId === null) return undefined;
  // The keys are everybody's, whoever had them changed.
  if (type === 'signing_key.rotated' || type === 'signing_key.revoked')
    return { tenantId: null, type, at, data: { kid: targetId } };
  const { secret_id, old_secret_id, where } = detail;
  const data = {
    // Of people and clients the id; what an operator is called is a word of ours.
    by: { type: actorType, id: actorId },
    secret_id,
    old_secret_id,
    old_secret_ends_at: old_secret_id === undefined ? undefined : endOfOld(event),
    where,
  };
  return { tenantId, type, at, data, clientId: targetId };
}

function endOfOld({ at, detail }: AuditEvent): string {
  if (typeof detail.old_expires_at === 'string') return detail.old_expires_at;
  return new Date(at.getTime() + Number(detail.overlap_seconds ?? 0) * 1000).toISOString();
}

const HOUR_MS = 3_600_000;

/** The same of a limit that a client ran into: told once an hour and client. */
export function limitNews({
  action,
  tenantId,
  at,
  actorType,
  targetId,
  detail,
}: AuditEvent): WebhookNews | undefined {
  const operation = /^(\w+)\.limited$/.exec(action)?.[1];
  if (!operation || actorType !== 'client' || targetId === null || tenantId === null) return undefined;
  return {
    tenantId,
    type: 'client.limit_reached',
    at,
    data: { operation, limit_per_minute: detail.limit },
    clientId: targetId,
    onceKey: `limit:${targetId}:${Math.floor(at.getTime() / HOUR_MS)}`,
  };
}
