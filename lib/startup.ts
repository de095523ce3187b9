import { type Container, container } from './container';
import { isOutage } from './faults';
import { generateSigningKey } from './keys/generate';
import { migrateDatabase } from './store/migrate';
import { insertActiveKey, readSigningKeys } from './store/signing-keys';

/**
 * Everything a process needs before it serves: the schema up to date, and a signing key that this process can open.
 *
 * @param migrationsFolder where `drizzle/` is
 * @throws ConfigurationError naming every variable that is missing or weak
 */
export async function startUp(migrationsFolder: string): Promise<Container> {
  const services = container();
  await migrateDatabase(services.settings.databaseUrl, migrationsFolder);
  await ensureSigningKey(services);
  return services;
}

async function ensureSigningKey({ db, sealer, clock, keys }: Container): Promise<void> {
  const stored = await readSigningKeys(db);
  if (!stored.some((key) => key.state === 'active'))
    await insertActiveKey(db, await generateSigningKey(sealer), new Date(clock()));
  try {
    await keys.signingKey();
  } catch (cause) {
    if (isOutage(cause)) throw cause;
    throw new Error(
      'The signing key cannot be opened: KEY_ENCRYPTION_KEY is not the one this database was started with.',
      { cause },
    );
  }
}
