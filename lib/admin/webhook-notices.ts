import { webhookLetter } from '../mail/webhook-letter';
import { listNoticeReaders } from '../store/secret-notices';
import { claimSwitchedOff, updateEndpoint } from '../store/webhook-endpoints';
import type { NoticeJob } from './secret-notices';

/** As of the letters about secrets. */
const LEASE_MS = 30 * 60_000;

/**
 * Tells owners and admins by mail which webhooks the service has switched off: once, over all instances. Without a mail
 * server the page and the audit log say it.
 */
export async function sendWebhookNotices({ db, clock, issuer, mailer, log }: NoticeJob): Promise<void> {
  if (!mailer) return;
  const now = clock();
  for (const endpoint of await claimSwitchedOff(db, new Date(now), new Date(now + LEASE_MS))) {
    const { id, url, reason, tenantId, tenantName } = endpoint;
    try {
      const to = await listNoticeReaders(db, tenantId);
      if (to.length === 0 || !reason) continue;
      const letter = webhookLetter(tenantName, new URL(url).host, reason, `${issuer}/webhooks/${id}`);
      await mailer.send({ to, ...letter });
      await updateEndpoint(db, id, { noticeAfter: null });
    } catch (cause) {
      log.warn({ err: cause, tenant_id: tenantId }, 'notice of a webhook not sent: tried again later');
    }
  }
}
