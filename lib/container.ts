import { systemClock } from './clock';
import { readSettings, type Settings } from './env';
import type { HttpServices } from './http/services';
import { createKeySet } from './keys/key-set';
import { aesGcmSealer, type Sealer } from './keys/seal';
import { createLog, type Log } from './log';
import { insertAuditEvent } from './store/audit';
import { createClientStore, markSecretExposed } from './store/clients';
import { openDatabase, takeTurn } from './store/database';
import { createRateLimiter, pruneRateLimits } from './store/rate-limits';
import { insertRevocation, pruneRevocations } from './store/revocations';
import { pruneSessions } from './store/sessions';
import { readSigningKeys } from './store/signing-keys';
import { createTokenLedger } from './store/token-ledger';

/** Everything wired together, once a process. */
export interface Container extends HttpServices {
  settings: Settings;
  sessionSecret: string;
  sealer: Sealer;
  log: Log;
  /** Runs `work` while no other process on this database does. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the pool; requests under way finish first. */
  close(): Promise<void>;
}

const PRUNE_EVERY_MS = 60_000;

function createContainer(settings: Settings): Container {
  const { sql, db } = openDatabase(settings.databaseUrl);
  const clock = systemClock(settings.clockOffsetSeconds);
  const log = createLog(settings.logLevel);
  const sealer = aesGcmSealer(settings.keyEncryptionKey);
  const keys = createKeySet(() => readSigningKeys(db), sealer, clock);

  const pruning = setInterval(() => {
    const now = new Date(clock());
    Promise.all([pruneRateLimits(db), pruneSessions(db, now), pruneRevocations(db, now)]).catch(
      (cause: unknown) => log.warn({ err: cause }, 'pruning put off'),
    );
  }, PRUNE_EVERY_MS);
  pruning.unref();

  return {
    settings,
    issuer: settings.issuer,
    pepper: settings.pepper,
    sessionSecret: settings.sessionSecret,
    environment: settings.environment,
    trustedProxies: settings.trustedProxies,
    db,
    clock,
    log,
    sealer,
    keys,
    clients: createClientStore(db, clock),
    limiter: createRateLimiter(sql, settings.limits),
    ledger: createTokenLedger(sql),
    markExposed: (secretId, event) =>
      db.transaction(async (tx) => {
        if (await markSecretExposed(tx, secretId, event.at)) await insertAuditEvent(tx, event);
      }),
    revoke: (jti, expiresAt, event) =>
      db.transaction(async (tx) => {
        await insertRevocation(tx, jti, expiresAt);
        await insertAuditEvent(tx, event);
      }),
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
      await sql.end({ timeout: 5 });
    },
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
  holder[KEY] ??= createContainer(readSettings(process.env));
  return holder[KEY];
}
