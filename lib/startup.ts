import { setTimeout } from 'node:timers/promises';
import { keepSigningKeys } from './admin/key-changes';
import { requireOpenKeys } from './admin/key-sealing';
import type { Container } from './container';
import { ConfigurationError } from './env';
import { isOutage, isRefusedLogin } from './faults';
import { isMigrated, migrateDatabase } from './store/migrate';
import { loginReadsSecrets, PORTAL_ROLE, roleFault } from './store/portal-role';

export interface StartOptions {
  /**
   * `ready`: a key signs, another is published, and this process can open both. `as they are`: not even looked at, for
   * the commands by which somebody finds out what is wrong with them.
   */
  signingKeys: 'ready' | 'as they are';
  /** `as it is`: not migrated, for whoever only looks. */
  schema?: 'as it is';
  /** Waits for a database that is not there yet, or for others that migrate it, until this is aborted. Without it, the former is a fault. */
  patience?: AbortSignal;
  /** Hears that the database is not there, and waited for. */
  onWait?: () => void;
}

/** From one look for the database to the next, in milliseconds. */
const LOOK_AGAIN_MS = 500;

/**
 * Everything a process needs before it serves: the schema up to date, the clock that all follow, and signing keys that this
 * process can open.
 *
 * The portal alone migrates nothing and holds no keys: it waits for a process that does. A server waits for the database
 * as well: machines come up in any order.
 *
 * @param migrationsFolder where `drizzle/` is
 * @param wire makes the services
 * @throws ConfigurationError naming every variable that is missing or weak; AbortError when patience is over
 */
export async function startUp<Services extends Container>(
  migrationsFolder: string,
  wire: () => Services,
  options: StartOptions = { signingKeys: 'ready' },
): Promise<Services> {
  const services = wire();
  if (options.schema === 'as it is') return services;
  let said = '';
  for (;;) {
    try {
      return await prepare(services, migrationsFolder, options);
    } catch (cause) {
      // Who we say we are is wrong, and stays wrong.
      if (!options.patience || !isOutage(cause) || isRefusedLogin(cause)) throw cause;
      options.patience.throwIfAborted();
      options.onWait?.();
      if (said !== String(cause)) services.log.warn({ err: cause }, 'the start waits for the database');
      said = String(cause);
    }
    await setTimeout(LOOK_AGAIN_MS, undefined, { signal: options.patience });
  }
}

async function prepare<Services extends Container>(
  services: Services,
  migrationsFolder: string,
  { signingKeys, patience }: StartOptions,
): Promise<Services> {
  if (services.settings.role === 'portal') {
    await awaitSchema(services, migrationsFolder);
    await services.compareClocks();
    return services;
  }
  await migrateDatabase(services.settings.databaseUrl, migrationsFolder, patience);
  // A command as well: a mark that it made by a clock that is behind would end nothing.
  await services.compareClocks();
  await services.makeRoomInAuditLog();
  if (signingKeys === 'ready') {
    await keepSigningKeys(services, 'wait');
    const { sealer } = services;
    if (sealer) await requireOpenKeys({ ...services, sealer });
  }
  return services;
}

/** How long the portal waits for a process that migrates, started together with it, in milliseconds. */
const SCHEMA_WITHIN_MS = 60_000;

/** @throws ConfigurationError that says what is to be done */
async function awaitSchema({ db, settings, log }: Container, migrationsFolder: string): Promise<void> {
  let missing: string;
  for (const deadline = Date.now() + SCHEMA_WITHIN_MS; ; ) {
    try {
      if (await isMigrated(db, migrationsFolder)) break;
      missing =
        'The database has not the schema of this release: ROLE=portal changes none. Start a process with ROLE=api or ROLE=all.';
    } catch (cause) {
      const fault = roleFault(cause);
      if (!fault) throw cause;
      if (fault === 'no member')
        throw new ConfigurationError(
          `ROLE=portal acts as ${PORTAL_ROLE}, and the user of DATABASE_URL is no member of it: GRANT ${PORTAL_ROLE} TO that user.`,
        );
      missing = `The database has no role ${PORTAL_ROLE}, which a process with ROLE=api or ROLE=all makes where its user may: CREATE ROLE ${PORTAL_ROLE} NOLOGIN.`;
    }
    if (Date.now() > deadline) throw new ConfigurationError(missing);
    await setTimeout(250);
  }
  if (settings.mode === 'production' && (await loginReadsSecrets(db)))
    log.warn(
      {},
      `the user of DATABASE_URL may read sealed keys and digests of secrets by itself: give ROLE=portal a user that is only a member of ${PORTAL_ROLE}`,
    );
}
