import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { sharedClock } from './clock';
import { watchClock } from './clock-watch';
import { readSettings, type Settings } from './env';
import { isOutage } from './faults';
import { createGate } from './http/gate';
import { createOutcomes } from './http/outcomes';
import { type HttpServices, WITHOUT_CHANGES } from './http/services';
import { createClientKeys } from './keys/client-keys';
import { createKeySet } from './keys/key-set';
import { fetchKeySet } from './keys/remote-key-set-fetch';
import { signingTimes } from './keys/rotation';
import type { Sealer } from './keys/seal';
import { sealersOf } from './keys/sealers';
import { createLog, type Log } from './log';
import { createTokenMemory } from './oauth/token-memory';
import { createRateLimiter } from './ratelimit/limiter';
import { createOutageWatch } from './ratelimit/outage';
import { createAppStore } from './store/app-grants';
import { insertAuditEvent } from './store/audit';
import { limitNews } from './store/audit-news';
import { createChangeFeed } from './store/change-feed';
import type { Change } from './store/change-messages';
import { createClientReads, markSecretExposed } from './store/clients';
import { openDatabase, takeTurn } from './store/database';
import { canBeChanged, readServer } from './store/health';
import { findKnownOwner } from './store/known-secrets';
import { createLeakStore } from './store/leaks';
import { writeLedgerRows } from './store/ledger-rows';
import { createLineWatch } from './store/lines';
import { PORTAL_ROLE } from './store/portal-role';
import { createPostgresSlidingStore } from './store/rate-limits';
import { openRedis } from './store/redis';
import { createRedisSlidingStore, RATE_LIMIT_SCRIPTS } from './store/redis-rate-limits';
import { createRefusedSecrets } from './store/refused-secrets';
import { createRememberedClients } from './store/remembered-clients';
import { createRememberedRevocations } from './store/remembered-revocations';
import { insertRevocation, readRevocations } from './store/revocations';
import { createSelfRotation } from './store/self-rotation';
import { readPublicKeys, readSigningKeys } from './store/signing-keys';
import { createTokenLedger } from './store/token-ledger';
import { addUsage } from './store/usage';
import { createUsageRecorder } from './store/usage-recorder';
import { createReplayGuard } from './store/used-assertions';
import { tellWebhooks } from './store/webhook-events';
import { createUpkeep, keepUp, type Upkeep } from './upkeep';
import { traced, watch } from './watch';

/** What every process has, wired together once. `portal-container.ts` adds what only people's requests need. */
export interface Container extends HttpServices, Upkeep {
  settings: Settings;
  sessionSecret: string;
  /** Undefined where the key-encryption key is not. */
  sealer: Sealer | undefined;
  log: Log;
  /**
   * Allows what only a process may do that lives on after an answer, as a server does and a serverless function may not:
   * to keep in memory what tokens are issued and judged by, for as long as every change of it is known, and to write
   * rows of issued tokens after they have left.
   */
  liveOn(): void;
  /**
   * Lets statements take as long as they take. For what follows no changes, and so hears nothing of the database
   * meanwhile: a command, or the primary of several processes.
   */
  waitLong(): void;
  /** Follows the database's clock where this machine's is wrong. Before the first request, and again by itself; never throws. */
  compareClocks(): Promise<void>;
  /** Runs `work` while no other process on this database does. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Undefined where no Redis is set up. @throws when it does not answer */
  pingRedis: (() => Promise<unknown>) | undefined;
  /** Lets deliveries go on beside: woken when there is something to deliver, ended before the connections are. */
  deliverBeside(deliveries: Deliveries): void;
  /** Ends the connections; requests under way finish first. */
  close(): Promise<void>;
}

/** Whoever delivers webhooks, which only a server does. */
interface Deliveries {
  wake(): void;
  close(withinMs: number): Promise<void>;
}

const CLOSE_WITHIN_MS = 4_000;
const END_TRIES_WITHIN_MS = 2_500;

function createContainer(settings: Settings): Container {
  // The portal alone changes what people change; the schema, its upkeep and the keys are left to those that serve programs.
  const forPeople = settings.role === 'portal';
  const lineWatch = createLineWatch();
  const {
    sql,
    db,
    figures: databaseFigures,
    reconnect,
  } = openDatabase(settings.databaseUrl, {
    max: settings.databasePool,
    role: forPeople ? PORTAL_ROLE : undefined,
    watch: lineWatch,
  });
  const shared = sharedClock(settings.clockOffsetSeconds);
  const { clock } = shared;
  const log = createLog(settings.logLevel);
  const sealer = sealersOf(settings);
  const redis = settings.redisUrl
    ? openRedis(settings.redisUrl, RATE_LIMIT_SCRIPTS, settings.redisAuthority)
    : undefined;

  const clockWatch = watchClock(shared, async () => (await readServer(db)).now, log);

  const provenAt = () => (shared.isInDoubt() ? undefined : changes.provenAt());
  const keys = createKeySet(
    () => (sealer ? readSigningKeys(db) : readPublicKeys(db)),
    sealer,
    clock,
    () => provenAt() !== undefined,
  );
  const revocations = createRememberedRevocations((after, count) => readRevocations(db, after, count), clock);
  const clientReads = createClientReads(db, clock);
  // The portal may not read digests.
  if (forPeople) clientReads.findSecretOwner = (digest) => findKnownOwner(db, digest, new Date(clock()));
  const { memory: clientMemory, ...clients } = createRememberedClients(clientReads, clock, {
    // The portal may not read what is remembered, the digests of secrets.
    provenAt: forPeople ? () => undefined : provenAt,
    isNotRevoked: revocations.isNotRevoked,
  });
  const keyMemory = { forgetAll: keys.forget, apply: ({ what }: Change) => what === 'keys' && keys.forget() };
  let deliveries: Deliveries | undefined;
  const wakeDeliveries = {
    forgetAll: () => deliveries?.wake(),
    apply: ({ what }: Change) => what === 'webhooks' && deliveries?.wake(),
  };
  const memories = forPeople ? [keyMemory] : [clientMemory, revocations.memory, keyMemory, wakeDeliveries];
  const changes = createChangeFeed(settings.databaseUrl, memories, {
    shared,
    compared: clockWatch.tell,
    steady: shared.steady,
    watch: lineWatch,
    moved() {
      log.warn({}, 'another server has taken the database over: all connections are made anew');
      reconnect();
    },
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

  let livesOn = false;
  let auditRowsLost = 0;
  const ledger = createTokenLedger((rows) => writeLedgerRows(sql, rows), {
    pool: settings.databasePool,
    beforeAnswer: () => settings.auditBeforeAnswer || !livesOn,
    onLost({ event: { action, requestId } }, cause) {
      auditRowsLost++;
      log.error({ err: cause, action, request_id: requestId }, 'an audit row cannot be written and is lost');
    },
  });
  /** A limit is told of beside its row: a token never waits for it, and a refusal stays one whatever becomes of it. */
  const recordAndTell: typeof ledger.record = async (event) => {
    await ledger.record(event);
    const news = limitNews(event);
    if (!news) return;
    tellWebhooks(db, news).catch((cause: unknown) =>
      log.warn({ err: cause }, 'a limit that was reached is not told to webhooks'),
    );
  };
  const usageWatch = createOutageWatch(clock, {
    began: (cause) => log.warn({ err: cause }, 'usage counts cannot be written: they wait'),
    ended: () => log.info('usage counts are written again'),
  });
  let usesLeftOut = 0;
  const usage = createUsageRecorder(
    async (batch) => {
      await addUsage(sql, batch);
      usageWatch.succeeded();
    },
    clock,
    {
      putOff: usageWatch.failed,
      leftOut(calls) {
        usesLeftOut += calls;
        log.warn({ calls }, 'no room for usage counts: some calls are missing from the charts');
      },
    },
  );
  const refusedSecrets = createRefusedSecrets(db, {
    pepper: settings.pepper,
    environment: settings.environment,
    clock,
    onFault: (cause) => log.warn({ err: cause }, 'diagnosis of refused secrets given up'),
  });

  const limiter = createRateLimiter(
    redis ? createRedisSlidingStore(redis) : createPostgresSlidingStore(sql),
    settings.limits,
    createOutageWatch(clock, {
      began: (cause) =>
        log.warn({ err: cause }, 'rate-limit store out: each process holds to a quarter of every limit'),
      ended: () => log.info('rate-limit store back: limits are exact over all processes'),
    }),
  );
  const outcomes = createOutcomes();

  const leaks = createLeakStore(db, clock);
  const rotateOwn = createSelfRotation(db);
  const upkeep = createUpkeep({ db, clock, sealer, settings, log });
  const stopUpkeep = forPeople ? undefined : keepUp(upkeep);

  return {
    settings,
    issuer: settings.issuer,
    pepper: settings.pepper,
    sessionSecret: settings.sessionSecret,
    environment: settings.environment,
    trustedProxies: settings.trustedProxies,
    metricsToken: settings.metricsToken,
    metricsOpenHere: settings.mode === 'local',
    isOwnHost: (host) => settings.mode === 'local' && /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host),
    db,
    clock,
    log,
    sealer,
    keys,
    tokens: createTokenMemory(),
    clients,
    clientKeys: createClientKeys(
      (address) => fetchKeySet(address, { networks: settings.jwksUriNetworks }),
      clock,
      log,
    ),
    apps: createAppStore(db, clock),
    replays: createReplayGuard(db),
    limiter: { ...limiter, take: tracedTake(limiter) },
    outcomes,
    ledger: { ...ledger, record: recordAndTell },
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
    rotateOwn: settled(async (...given) => {
      // What came before it counts as before it.
      await ledger.flush();
      await rotateOwn(...given);
    }),
    leaks: { findReported: leaks.findReported, retireReported: settled(leaks.retireReported) },
    leakReportKeys: settings.leakReportKeys,
    ...upkeep,
    liveOn() {
      livesOn = true;
      changes.follow();
      // So that the age of the signing key is known before the first token is asked for.
      keys.jwks().catch(() => {});
    },
    figures() {
      const { keys: known, signaturesWaiting } = keys.figures();
      return {
        outcomes: outcomes.figures(),
        limits: limiter.figures(),
        changes: { areBelieved: provenAt() !== undefined, proofAge: changes.proofAge() },
        signing: {
          ...signingTimes(known, settings.signingKeys.rotationDays),
          now: clock(),
          signaturesWaiting,
        },
        database: databaseFigures(),
        audit: { ...ledger.figures(), lost: auditRowsLost },
        usage: { waiting: usage.waiting(), leftOut: usesLeftOut },
        redisIsReady: redis?.isReady(),
      };
    },
    settleChanges: changes.settled,
    deliverBeside(those) {
      deliveries = those;
      those.wake();
    },
    waitLong: lineWatch.waitLong,
    compareClocks: clockWatch.compare,
    exclusively: (work) =>
      db.transaction(async (tx) => {
        await takeTurn(tx);
        return work();
      }),
    pingRedis: redis && (() => redis.run((connected) => connected.ping())),
    gate: createGate(
      lineWatch.isSilent,
      { isInDoubt: shared.isInDoubt, compare: clockWatch.compare },
      shared.steady,
    ),
    isDatabaseOut: lineWatch.isOut,
    async missing() {
      try {
        if (!(await canBeChanged(db))) return WITHOUT_CHANGES;
        if (!forPeople) await keys.signingKey();
        return undefined;
      } catch (cause) {
        log.warn({ err: cause }, 'not ready');
        return isOutage(cause) ? 'database' : 'signing key';
      }
    },
    async close() {
      stopUpkeep?.();
      clockWatch.close();
      // Nothing holds up the end for long.
      await Promise.race([
        Promise.all([
          usage.close(),
          ledger.flush(),
          refusedSecrets.settle(),
          deliveries?.close(END_TRIES_WITHIN_MS),
        ]),
        setTimeout(CLOSE_WITHIN_MS, undefined, { ref: false }),
      ]);
      revocations.close();
      await changes.close();
      redis?.close();
      await sql.end({ timeout: 5 });
      lineWatch.close();
    },
  };
}

/** A place in a limit, as a piece of the trace of the request that waits for it. */
const tracedTake =
  ({ take }: HttpServices['limiter']): HttpServices['limiter']['take'] =>
  (policy, key) =>
    watch()?.beginSpan
      ? traced('rate limit', { 'gooclaim.policy': policy }, () => take(policy, key))
      : take(policy, key);

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
