import { resolve } from 'node:path';
import { type Container, container } from '@/lib/container';
import { readSettings } from '@/lib/env';
import { generateSigningKey } from '@/lib/keys/generate';
import { migrateDatabase } from '@/lib/store/migrate';
import { insertActiveKey, readSigningKeys } from '@/lib/store/signing-keys';
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
    const { databaseUrl, issuer, mode } = readSettings(process.env);
    // next-auth builds its addresses from these: the issuer's, or on one's own machine whichever port was asked.
    if (mode === 'production') process.env.NEXTAUTH_URL ||= issuer;
    else process.env.AUTH_TRUST_HOST ||= 'true';
    await migrateDatabase(databaseUrl, resolve('drizzle'));
    const services = container();
    await ensureSigningKey(services);
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

async function ensureSigningKey({ db, sealer, clock, keys }: Container): Promise<void> {
  const stored = await readSigningKeys(db);
  if (!stored.some((key) => key.state === 'active'))
    await insertActiveKey(db, await generateSigningKey(sealer), new Date(clock()));
  try {
    await keys.signingKey();
  } catch (cause) {
    throw new Error(
      'The signing key cannot be opened: KEY_ENCRYPTION_KEY is not the one this database was started with.',
      { cause },
    );
  }
}
