import { type Container, container } from './container';
import { readSettings, type Settings } from './env';
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
export async function startUp(
  variables: Record<string, string | undefined>,
  migrationsFolder: string,
): Promise<{ services: Container; settings: Settings }> {
  const settings = readSettings(variables);
  await migrateDatabase(settings.databaseUrl, migrationsFolder);
  const services = container();
  await ensureSigningKey(services);
  return { services, settings };
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
