import type { Clock } from '../clock';
import type { Mailer } from '../mail/mailer';
import { type DueSecret, secretsLetter } from '../mail/secret-letter';
import type { Database } from '../store/database';
import {
  areNoticesDue,
  claimNotices,
  type DueNotice,
  listNoticeReaders,
  markNoticesSent,
} from '../store/secret-notices';

export interface NoticeJob {
  db: Database;
  clock: Clock;
  issuer: string;
  /** Undefined where none is set up. */
  mailer: Mailer | undefined;
  log: { warn(fields: object, message: string): void };
}

/** How long a claim keeps others away, and a letter that could not be sent waits. What is not sent by then is left to the next. */
const LEASE_MS = 30 * 60_000;

/**
 * Tells owners and admins by mail which secrets are due, or end while they are used. Any number of instances may call it
 * at once. Each notice goes out once; killed between the sending and the note of it, an instance leaves a claim that runs
 * out, and the letter is sent a second time rather than never.
 *
 * @returns how many letters went out, or `no mail` when some wait and none can go
 */
export async function sendSecretNotices(job: NoticeJob): Promise<number | 'no mail'> {
  const { db, clock, mailer } = job;
  const now = new Date(clock());
  if (!mailer) return (await areNoticesDue(db, now)) ? 'no mail' : 0;
  const leaseUntil = now.getTime() + LEASE_MS;
  const claimed = await claimNotices(db, now, new Date(leaseUntil));
  let sent = 0;
  for (const tenantId of new Set(claimed.map(({ tenant_id }) => tenant_id))) {
    if (clock() >= leaseUntil) break;
    const notices = claimed.filter(({ tenant_id }) => tenant_id === tenantId);
    if (await sendLetter(notices, mailer, job)) sent++;
  }
  return sent;
}

async function sendLetter(
  notices: DueNotice[],
  mailer: Mailer,
  { db, clock, issuer, log }: NoticeJob,
): Promise<boolean> {
  const [{ tenant_id, tenant_name, max_age_days }] = notices as [DueNotice, ...DueNotice[]];
  try {
    const to = await listNoticeReaders(db, tenant_id);
    // Claimed and not sent: looked at again once the claim has run out, when there may be somebody to tell.
    if (to.length === 0) return false;
    const secrets = notices.map((notice) => dueSecret(notice, clock(), issuer));
    const letter = secretsLetter(tenant_name, max_age_days, secrets, `${issuer}/secrets`);
    await mailer.send({ to, ...letter });
    await markNoticesSent(db, notices, new Date(clock()));
    return true;
  } catch (cause) {
    log.warn({ err: cause, tenant_id }, 'notice of secrets not sent: tried again later');
    return false;
  }
}

function dueSecret(notice: DueNotice, now: number, issuer: string): DueSecret {
  const at = new Date(notice.due_at);
  return {
    clientName: notice.client_name,
    hint: notice.hint,
    at,
    kind: notice.step === 'ending' ? 'ending' : at.getTime() <= now ? 'overdue' : 'due',
    address: notice.last_address,
    link: `${issuer}/clients/${notice.client_id}?tab=secrets`,
  };
}
