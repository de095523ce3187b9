import { resolve } from 'node:path';
import type { Container } from '@/lib/container';
import { startUp } from '@/lib/startup';
import { joinEmbeddedPostgres } from './embedded/postgres';
import { localSettings } from './local-settings';

/** The database, the settings and the keys under whatever runs: the server, or a command. */
export interface Foundation {
  services: Container;
  /** Gives everything back; the embedded database stops with its last user. */
  leave(): Promise<void>;
}

/**
 * Lays the ground. In local mode what is not configured is made below `DATA_DIR`; in production nothing is.
 *
 * @throws ConfigurationError naming every variable that is missing or weak
 */
export async function layFoundation(port: number): Promise<Foundation> {
  let leaveDatabase = async () => {};
  if (process.env.GOOCLAIM_MODE === 'local') {
    const dataDir = resolve(process.env.DATA_DIR || '.data');
    const { POSTGRES_PASSWORD, ...secrets } = localSettings(dataDir, port);
    for (const [name, value] of Object.entries(secrets)) process.env[name] ||= value;
    if (!process.env.DATABASE_URL) {
      const embedded = await joinEmbeddedPostgres(dataDir, POSTGRES_PASSWORD);
      process.env.DATABASE_URL = embedded.url;
      leaveDatabase = embedded.leave;
    }
  }
  try {
    const { services, settings } = await startUp(process.env, resolve('drizzle'));
    // next-auth builds its addresses from these: the issuer's, or on one's own machine whichever port was asked.
    if (settings.mode === 'production') process.env.NEXTAUTH_URL ||= settings.issuer;
    else process.env.AUTH_TRUST_HOST ||= 'true';
    return {
      services,
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
