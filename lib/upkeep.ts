import { keepSigningKeys } from './admin/key-changes';
import type { Settings } from './env';
import type { Sealer } from './keys/seal';
import type { Log } from './log';
import { pruneAuthorizationCodes } from './store/app-grants';
import { dropAuditPartitions, makeAuditPartitions } from './store/audit-partitions';
import type { Database } from './store/database';
import { pruneIdempotencyKeys } from './store/idempotency-keys';
import { pruneInvitations } from './store/invitations';
import { prunePasswordResets } from './store/password-resets';
import { pruneRateLimits } from './store/rate-limits';
import { pruneRevocations } from './store/revocations';
import { pruneSessions } from './store/sessions';
import { pruneAttempts } from './store/sso-attempts';
import { pruneUsage } from './store/usage';
import { pruneUsedAssertions } from './store/used-assertions';
import { pruneWebhookLog } from './store/webhook-deliveries';

/** What has to be done now and again. None of it throws: the next time is early enough. */
export interface Upkeep {
  /** Does what is due for the signing keys. */
  keepKeys(): Promise<void>;
  /** Makes room in the audit log for the months to come. */
  makeRoomInAuditLog(): Promise<unknown>;
  /** The same, and lets the oldest go. For servers: a command may run with other settings than they do. */
  keepAuditLog(): Promise<void>;
  /** Deletes what has expired. For servers, too. */
  prune(): Promise<void>;
}

const PRUNE_EVERY_MS = 60_000;
const KEEP_KEYS_EVERY_MS = 60_000;
const KEEP_AUDIT_LOG_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** An expired invitation is still listed, to be sent again. */
const KEEP_INVITATIONS_DAYS = 30;

/** @param sealer undefined where the key-encryption key is not */
export function createUpkeep({
  db,
  clock,
  sealer,
  settings,
  log,
}: {
  db: Database;
  clock: () => number;
  sealer: Sealer | undefined;
  settings: Settings;
  log: Log;
}): Upkeep {
  const pruneAll = async () => {
    // A clock that tests have moved ahead ends nothing that still lives for everybody else on the same database.
    const now = new Date(clock() - Math.max(0, settings.clockOffsetSeconds) * 1000);
    const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
    await Promise.all([
      pruneRateLimits(db),
      pruneSessions(db, now),
      pruneRevocations(db, now),
      pruneUsedAssertions(db, now),
      pruneIdempotencyKeys(db, now),
      pruneUsage(db, now),
      prunePasswordResets(db, now),
      pruneAuthorizationCodes(db, now),
      pruneAttempts(db, now),
      pruneInvitations(db, before(KEEP_INVITATIONS_DAYS)),
      pruneWebhookLog(db, before(settings.webhooks.logDays)),
    ]).catch((cause: unknown) => log.warn({ err: cause }, 'pruning put off'));
  };
  let pruning: Promise<void> | undefined;

  const makeRoomInAuditLog = () =>
    makeAuditPartitions(db, new Date(clock())).catch((cause: unknown) =>
      log.warn({ err: cause }, 'new months of the audit log put off'),
    );

  return {
    makeRoomInAuditLog,
    // After a long time there is more to delete than a minute takes.
    prune() {
      pruning ??= pruneAll().finally(() => {
        pruning = undefined;
      });
      return pruning;
    },
    async keepKeys() {
      if (!sealer) return;
      try {
        const steps = await keepSigningKeys({ db, clock, sealer, settings }, 'leave');
        if (steps.length > 0) log.info({ steps }, 'signing keys changed');
      } catch (cause) {
        log.warn({ err: cause }, 'care for the signing keys put off');
      }
    },
    async keepAuditLog() {
      await makeRoomInAuditLog();
      try {
        const dropped = await dropAuditPartitions(db, new Date(clock()), {
          retentionDays: settings.auditRetentionDays,
          offsetSeconds: settings.clockOffsetSeconds,
        });
        if (dropped.length > 0)
          log.warn(
            { dropped, retention_days: settings.auditRetentionDays },
            'months of the audit log dropped',
          );
      } catch (cause) {
        log.warn({ err: cause }, 'dropping months of the audit log put off');
      }
    },
  };
}

/** Does all of it in its time. @returns how to stop */
export function keepUp({ prune, keepKeys, keepAuditLog }: Upkeep): () => void {
  const jobs = [
    setInterval(prune, PRUNE_EVERY_MS),
    setInterval(keepKeys, KEEP_KEYS_EVERY_MS),
    setInterval(keepAuditLog, KEEP_AUDIT_LOG_EVERY_MS),
  ];
  for (const job of jobs) job.unref();
  return () => {
    for (const job of jobs) clearInterval(job);
  };
}
