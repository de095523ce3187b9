import type { AuditAction } from '@/lib/contract/audit-actions';
import { auditActionName } from './action-name';
import { APP_SENTENCES } from './app-sentences';
import { CLIENT_SENTENCES } from './client-sentences';
import { PERSON_SENTENCES } from './person-sentences';
import { TENANT_SENTENCES } from './tenant-sentences';
import { TOKEN_SENTENCES } from './token-sentences';
import { WEBHOOK_SENTENCES } from './webhook-sentences';
import type { Told } from './words';

const SENTENCES: Record<AuditAction, (event: Told) => string> = {
  ...TOKEN_SENTENCES,
  ...CLIENT_SENTENCES,
  ...APP_SENTENCES,
  ...PERSON_SENTENCES,
  ...TENANT_SENTENCES,
  ...WEBHOOK_SENTENCES,
};

const isKnown = (action: string): action is AuditAction => Object.hasOwn(SENTENCES, action);

/** "Token refused: the secret was wrong". Actions of an older or newer release are spelled out. */
export function auditSentence(event: Told): string {
  if (isKnown(event.action)) return SENTENCES[event.action](event);
  return auditActionName(event.action);
}
