import { resolve } from 'node:path';
import { type Container, container } from '@/lib/container';
import { type StartOptions, startUp } from '@/lib/startup';
import { joinEmbeddedPostgres } from './embedded/postgres';
import { localIssuer, localSettings } from './local-settings';

/** The database, the settings and the keys under whatever runs: the server, or a command. */
export interface Foundation {
  services: Container;
  /** Absolute; unused in production. */
  dataDir: string;
  /** Whether the database is the one below `dataDir`, made by us and nobody else's. */
  embedded: boolean;
  /** Gives everything back; the embedded database stops with its last user. */
  leave(): Promise<void>;
}

/** A database that runs, and its address in `DATABASE_URL`. */
interface Ground extends Pick<Foundation, 'dataDir' | 'embedded'> {
  leaveDatabase(): Promise<void>;
}

/** Settings into the environment and the database, before anything speaks to it. Parameters as of `layFoundation`. */
export async function layDatabase(port?: number): Promise<Ground> {
  const dataDir = resolve(process.env.DATA_DIR || '.data');
  const ground: Ground = { dataDir, embedded: false, leaveDatabase: async () => {} };
  if (process.env.GOOCLAIM_MODE !== 'local') return ground;
  const { POSTGRES_PASSWORD, KEY_ENCRYPTION_KEY, ...others } = localSettings(dataDir);
  // The portal alone is to run without it here as well.
  const secrets = process.env.ROLE === 'portal' ? others : { KEY_ENCRYPTION_KEY, ...others };
  for (const [name, value] of Object.entries(secrets))
    if (!process.env[`${name}_FILE`]) process.env[name] ||= value;
  process.env.ISSUER ||= port ? localIssuer(dataDir, port) : 'http://localhost';
  if (process.env.DATABASE_URL || process.env.DATABASE_URL_FILE) return ground;
  const database = await joinEmbeddedPostgres(dataDir, POSTGRES_PASSWORD);
  process.env.DATABASE_URL = database.url;
  return { dataDir, embedded: true, leaveDatabase: database.leave };
}

/**
 * Lays the ground. In local mode what is not configured is made below `DATA_DIR`; in production nothing is.
 *
 * @param port of the server that asks; a command has none, and must not decide what the issuer will be
 * @param wire makes the services, of whoever needs more than a command does
 * @throws ConfigurationError naming every variable that is missing or weak
 */
export async function layFoundation(
  port?: number,
  wire: () => Container = container,
  options?: StartOptions,
): Promise<Foundation> {
  const { dataDir, embedded, leaveDatabase } = await layDatabase(port);
  try {
    const services = await startUp(resolve('drizzle'), wire, options);
    const { settings } = services;
    // next-auth builds its addresses from these: the issuer's, or on one's own machine whichever port was asked.
    if (settings.mode === 'production') process.env.NEXTAUTH_URL ||= settings.issuer;
    else process.env.AUTH_TRUST_HOST ||= 'true';
    return {
      services,
      dataDir,
      embedded,
      async leave() {
        await services.close();
        await leaveDatabase();
      },
    };
  } catch (cause) {
    await leaveDatabase();
    throw cause;
  }
}
