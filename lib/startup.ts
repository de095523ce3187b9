import { keepSigningKeys } from './admin/key-changes';
import { requireOpenKeys } from './admin/key-sealing';
import { type Container, container } from './container';
import { migrateDatabase } from './store/migrate';

export interface StartOptions {
  /**
   * `ready`: a key signs, another is published, and this process can open both. `as they are`: not even looked at, for
   * the commands by which somebody finds out what is wrong with them.
   */
  signingKeys: 'ready' | 'as they are';
}

/**
 * Everything a process needs before it serves: the schema up to date, and signing keys that this process can open.
 *
 * @param migrationsFolder where `drizzle/` is
 * @throws ConfigurationError naming every variable that is missing or weak
 */
export async function startUp(
  migrationsFolder: string,
  { signingKeys }: StartOptions = { signingKeys: 'ready' },
): Promise<Container> {
  const services = container();
  await migrateDatabase(services.settings.databaseUrl, migrationsFolder);
  await services.makeRoomInAuditLog();
  if (signingKeys === 'ready') {
    await keepSigningKeys(services, 'wait');
    await requireOpenKeys(services);
  }
  return services;
}
