import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createExportGate, type ExportGate } from './admin/export-gate';
import { keepSigningKeys } from './admin/key-changes';
import { sendSecretNotices } from './admin/secret-notices';
import { type Clock, systemClock } from './clock';
import { readSettings, type Settings } from './env';
import type { HttpServices } from './http/services';
import { createClientKeys } from './keys/client-keys';
import { derivedKey } from './keys/derived-key';
import { createKeySet } from './keys/key-set';
import { fetchKeySet } from './keys/remote-key-set-fetch';
import { aesGcmSealer, type Sealer, sealerChain } from './keys/seal';
import { createLog, type Log } from './log';
import type { DeliveryServices } from './mail/delivery';
import { noMailer, smtpMailer } from './mail/mailer';
import { createRateLimiter } from './ratelimit/limiter';
import { createOutageWatch } from './ratelimit/outage';
import { createDomainProver } from './sso/domain-proof';
import { createOpenIdProviders } from './sso/provider';
import type { SsoServices } from './sso/services';
import { createAppStore, pruneAuthorizationCodes } from './store/app-grants';
import { insertAuditEvent } from './store/audit';
import { dropAuditPartitions, makeAuditPartitions } from './store/audit-partitions';
import { createChangeFeed } from './store/change-feed';
import type { Change } from './store/change-messages';
import { createClientReads, markSecretExposed } from './store/clients';
import { openDatabase, takeTurn } from './store/database';
import { pruneInvitations } from './store/invitations';
import { createLeakStore } from './store/leaks';
import { prunePasswordResets } from './store/password-resets';
import { createPostgresSlidingStore, pruneRateLimits } from './store/rate-limits';
import { openRedis } from './store/redis';
import { createRedisSlidingStore, RATE_LIMIT_SCRIPTS } from './store/redis-rate-limits';
import { createRefusedSecrets } from './store/refused-secrets';
import { createRememberedClients } from './store/remembered-clients';
import { createRememberedRevocations } from './store/remembered-revocations';
import { insertRevocation, pruneRevocations, readRevocations } from './store/revocations';
import { createSelfRotation } from './store/self-rotation';
import { pruneSessions } from './store/sessions';
import { readSigningKeys } from './store/signing-keys';
import { pruneAttempts } from './store/sso-attempts';
import { createTokenLedger } from './store/token-ledger';
import { addUsage, pruneUsage } from './store/usage';
import { createUsageRecorder } from './store/usage-recorder';
import { createReplayGuard, pruneUsedAssertions } from './store/used-assertions';

/** Everything wired together, once a process. */
export interface Container extends HttpServices, DeliveryServices, SsoServices {
  settings: Settings;
  sessionSecret: string;
  sealer: Sealer;
  log: Log;
  exports: ExportGate;
  /** Does what is due for the signing keys now. Never throws: within a minute is early enough. */
  keepKeys(): Promise<void>;
  /** Makes room in the audit log for the months to come. Never throws: an hour later is early enough. */
  makeRoomInAuditLog(): Promise<unknown>;
  /** The same, and lets the oldest go. For servers: a command may run with other settings than they do. */
  keepAuditLog(): Promise<void>;
  /** Sends the letters about secrets that are due. Never throws: minutes later is early enough. For servers. */
  sendNotices(): Promise<void>;
  /** Keeps in memory what tokens are issued and judged by, for as long as every change of it is known. For servers. */
  followChanges(): void;
  /** Runs `work` while no other process on this database does. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the connections; requests under way finish first. */
  close(): Promise<void>;
}

const PRUNE_EVERY_MS = 60_000;
/** An expired invitation is still listed, to be sent again. */
const KEEP_INVITATIONS_MS = 30 * 86_400_000;
const KEEP_KEYS_EVERY_MS = 60_000;
const SEND_NOTICES_EVERY_MS = 300_000;
const KEEP_AUDIT_LOG_EVERY_MS = 3_600_000;
const CLOSE_WITHIN_MS = 4_000;

function createContainer(settings: Settings): Container {
  const { sql, db } = openDatabase(settings.databaseUrl);
  const clock = systemClock(settings.clockOffsetSeconds);
  const log = createLog(settings.logLevel);
  const sealer = sealerChain(
    aesGcmSealer(settings.keyEncryptionKey),
    ...settings.otherKeyEncryptionKeys.map(aesGcmSealer),
  );
  const redis = settings.redisUrl ? openRedis(settings.redisUrl, RATE_LIMIT_SCRIPTS) : undefined;
  const mailer = settings.smtpUrl ? smtpMailer(settings.smtpUrl, settings.mailFrom) : noMailer;

  const provenAt = () => changes.provenAt();
  const keys = createKeySet(
    () => readSigningKeys(db),
    sealer,
    clock,
    () => provenAt() !== undefined,
  );
  const revocations = createRememberedRevocations((after, count) => readRevocations(db, after, count), clock);
  const { memory: clientMemory, ...clients } = createRememberedClients(createClientReads(db, clock), clock, {
    provenAt,
    isNotRevoked: revocations.isNotRevoked,
  });
  const keyMemory = { forgetAll: keys.forget, apply: ({ what }: Change) => what === 'keys' && keys.forget() };
  const changes = createChangeFeed(settings.databaseUrl, [clientMemory, revocations.memory, keyMemory], {
    clock,
    steady: () => performance.now(),
    events: {
      began: (cause) =>
        log.warn({ err: cause }, 'changes cannot be followed: every request reads the database'),
      ended: () => log.info('changes are followed again'),
    },
  });
  /** The same work, answered when every instance knows of it. */
  const settled =
    <Arguments extends unknown[]>(work: (...given: Arguments) => Promise<void>) =>
    async (...given: Arguments) => {
      await work(...given);
      await changes.settled();
    };

  const usageWatch = createOutageWatch(clock, {
    began: (cause) => log.warn({ err: cause }, 'usage counts cannot be written: they wait'),
    ended: () => log.info('usage counts are written again'),
  });
  const usage = createUsageRecorder(
    async (batch) => {
      await addUsage(sql, batch);
      usageWatch.succeeded();
    },
    clock,
    {
      putOff: usageWatch.failed,
      leftOut: (calls) =>
        log.warn({ calls }, 'no room for usage counts: some calls are missing from the charts'),
    },
  );
  const refusedSecrets = createRefusedSecrets(db, {
    pepper: settings.pepper,
    environment: settings.environment,
    clock,
    onFault: (cause) => log.warn({ err: cause }, 'diagnosis of refused secrets given up'),
  });

  const leaks = createLeakStore(db);

  const pruning = setInterval(() => {
    const now = new Date(clock());
    Promise.all([
      pruneRateLimits(db),
      pruneSessions(db, now),
      pruneRevocations(db, now),
      pruneUsedAssertions(db, now),
      pruneUsage(db, now),
      prunePasswordResets(db, now),
      pruneAuthorizationCodes(db, now),
      pruneAttempts(db, now),
      pruneInvitations(db, new Date(now.getTime() - KEEP_INVITATIONS_MS)),
    ]).catch((cause: unknown) => log.warn({ err: cause }, 'pruning put off'));
  }, PRUNE_EVERY_MS);
  pruning.unref();

  const keepKeys = async () => {
    try {
      const steps = await keepSigningKeys({ db, clock, sealer, settings }, 'leave');
      if (steps.length > 0) log.info({ steps }, 'signing keys changed');
    } catch (cause) {
      log.warn({ err: cause }, 'care for the signing keys put off');
    }
  };
  const keepingKeys = setInterval(keepKeys, KEEP_KEYS_EVERY_MS);
  keepingKeys.unref();

  const makeRoomInAuditLog = () =>
    makeAuditPartitions(db, new Date(clock())).catch((cause: unknown) =>
      log.warn({ err: cause }, 'new months of the audit log put off'),
    );
  const keepAuditLog = async () => {
    await makeRoomInAuditLog();
    try {
      const dropped = await dropAuditPartitions(db, new Date(clock()), {
        retentionDays: settings.auditRetentionDays,
        offsetSeconds: settings.clockOffsetSeconds,
      });
      if (dropped.length > 0)
        log.warn({ dropped, retention_days: settings.auditRetentionDays }, 'months of the audit log dropped');
    } catch (cause) {
      log.warn({ err: cause }, 'dropping months of the audit log put off');
    }
  };
  const keepingAuditLog = setInterval(keepAuditLog, KEEP_AUDIT_LOG_EVERY_MS);
  keepingAuditLog.unref();

  let saidNoMail = false;
  const sendDue = async () => {
    try {
      const job = { db, clock, log, issuer: settings.issuer, mailer: settings.smtpUrl ? mailer : undefined };
      const letters = await sendSecretNotices(job);
      log.debug({ letters }, 'looked for notices of secrets');
      if (letters !== 'no mail' || saidNoMail) return;
      saidNoMail = true;
      log.info({}, 'secrets are due, and no mail server is set up (SMTP_URL): only the portal says so');
    } catch (cause) {
      log.warn({ err: cause }, 'notices of secrets put off');
    }
  };
  let sending: Promise<void> = Promise.resolve();
  const sendNotices = () => {
    sending = sending.then(sendDue);
    return sending;
  };
  const sendingNotices = setInterval(sendNotices, SEND_NOTICES_EVERY_MS);
  sendingNotices.unref();

  return {
    settings,
    issuer: settings.issuer,
    pepper: settings.pepper,
    sessionSecret: settings.sessionSecret,
    environment: settings.environment,
    trustedProxies: settings.trustedProxies,
    isOwnHost: (host) => settings.mode === 'local' && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host),
    db,
    clock,
    log,
    sealer,
    exports: createExportGate(),
    keys,
    clients,
    clientKeys: createClientKeys(
      (address) => fetchKeySet(address, { networks: settings.jwksUriNetworks }),
      clock,
      log,
    ),
    apps: createAppStore(db, clock),
    replays: createReplayGuard(db),
    limiter: createRateLimiter(
      redis ? createRedisSlidingStore(redis) : createPostgresSlidingStore(sql),
      settings.limits,
      createOutageWatch(clock, {
        began: (cause) =>
          log.warn({ err: cause }, 'rate-limit store out: each process holds to a quarter of every limit'),
        ended: () => log.info('rate-limit store back: limits are exact over all processes'),
      }),
    ),
    ledger: createTokenLedger(sql),
    usage,
    refusedSecrets,
    markExposed: (secretId, where, event) =>
      db.transaction(async (tx) => {
        if (await markSecretExposed(tx, secretId, where, event.at)) await insertAuditEvent(tx, event);
      }),
    revoke: settled((jti, expiresAt, event) =>
      db.transaction(async (tx) => {
        await insertRevocation(tx, jti, expiresAt);
        await insertAuditEvent(tx, event);
      }),
    ),
    rotateOwn: settled(createSelfRotation(db)),
    leaks: { findReported: leaks.findReported, retireReported: settled(leaks.retireReported) },
    leakReportKeys: settings.leakReportKeys,
    ...singleSignOn(settings, clock),
    mailer,
    printLinks: settings.mode === 'local',
    keepKeys,
    makeRoomInAuditLog,
    keepAuditLog,
    sendNotices,
    followChanges: changes.follow,
    settleChanges: changes.settled,
    exclusively: (work) =>
      db.transaction(async (tx) => {
        await takeTurn(tx);
        return work();
      }),
    async probe() {
      await sql`SELECT 1`;
      await keys.signingKey();
    },
    async close() {
      clearInterval(pruning);
      clearInterval(keepingKeys);
      clearInterval(keepingAuditLog);
      clearInterval(sendingNotices);
      // A letter on its way is noted as sent, or it would go out again; but nothing holds up the end for long.
      await Promise.race([
        Promise.all([usage.close(), refusedSecrets.settle(), sending]),
        setTimeout(CLOSE_WITHIN_MS, undefined, { ref: false }),
      ]);
      revocations.close();
      await changes.close();
      redis?.close();
      mailer.close();
      await sql.end({ timeout: 5 });
    },
  };
}

/** This machine, which a provider may be on while one tries things out. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

function singleSignOn({ mode, pepper, jwksUriNetworks, dnsServers }: Settings, clock: Clock): SsoServices {
  const local = mode === 'local';
  const networks = local ? [...jwksUriNetworks, ...LOOPBACK] : jwksUriNetworks;
  return {
    providers: createOpenIdProviders({ networks, http: local }, clock),
    prover: createDomainProver(dnsServers),
    ssoSealer: aesGcmSealer(derivedKey(pepper, 'gooclaim single sign-on client secrets')),
  };
}

const KEY = Symbol.for('gooclaim.container');

/**
 * The process's one container. On `globalThis`, because the server and Next's bundle each load this module and must
 * share pools and caches.
 *
 * @throws ConfigurationError
 */
export function container(): Container {
  const holder = globalThis as { [KEY]?: Container };
  holder[KEY] ??= createContainer(readSettings(process.env, (path) => readFileSync(path, 'utf8')));
  return holder[KEY];
}
