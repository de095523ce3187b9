import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What a local start needs and nobody should have to invent: made once, kept beside the database. */
const localSettingsSchema = z.object({
  ISSUER: z.string(),
  KEY_ENCRYPTION_KEY: z.string(),
  SECRET_PEPPER: z.string(),
  NEXTAUTH_SECRET: z.string(),
  POSTGRES_PASSWORD: z.string(),
});
export type LocalSettings = z.infer<typeof localSettingsSchema>;

const random = () => randomBytes(32).toString('base64');

/**
 * Reads the settings of a data folder, or makes them. The file appears whole or not at all, and of two starts at once
 * both read the one that came first: two key-encryption keys would make one of the two unable to sign.
 *
 * @param port the issuer is this start's address and stays what it was first: tokens name it
 */
export function localSettings(dataDir: string, port: number): LocalSettings {
  // Not readable, but passable: PostgreSQL may run as another user below it.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const file = join(dataDir, 'local.json');
  const fresh = `${file}.${process.pid}`;
  const made: LocalSettings = {
    ISSUER: `http://localhost:${port}`,
    KEY_ENCRYPTION_KEY: random(),
    SECRET_PEPPER: random(),
    NEXTAUTH_SECRET: random(),
    POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
  };
  writeFileSync(fresh, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(fresh, file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(fresh);
  }
  const parsed = localSettingsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is damaged: restore it, or remove the folder to start anew.`);
  return parsed.data;
}
