import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What a local start needs and nobody should have to invent: made once, kept beside the database. */
const localSettingsSchema = z.object({
  KEY_ENCRYPTION_KEY: z.string(),
  SECRET_PEPPER: z.string(),
  NEXTAUTH_SECRET: z.string(),
  POSTGRES_PASSWORD: z.string(),
});
export type LocalSettings = z.infer<typeof localSettingsSchema>;

const random = () => randomBytes(32).toString('base64');

/** Reads the settings of a data folder, or makes them. @throws Error that says what is wrong with the folder */
export function localSettings(dataDir: string): LocalSettings {
  try {
    // Not readable, but passable: PostgreSQL may run as another user below it.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  } catch (cause) {
    throw new Error(`DATA_DIR ${dataDir} cannot be used as a folder (${(cause as Error).message}).`, {
      cause,
    });
  }
  const file = join(dataDir, 'local.json');
  const made: LocalSettings = {
    KEY_ENCRYPTION_KEY: random(),
    SECRET_PEPPER: random(),
    NEXTAUTH_SECRET: random(),
    POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
  };
  const text = firstText(file, `${JSON.stringify(made, null, 2)}\n`);
  try {
    return localSettingsSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} is damaged: restore it, or remove ${dataDir} to start anew.`);
  }
}

/** The issuer of a data folder: the address of the first server on it. It stays, since tokens name it. */
export const localIssuer = (dataDir: string, port: number): string =>
  firstText(join(dataDir, 'issuer'), `http://localhost:${port}\n`).trim();

/**
 * What a file holds, or `text` if there was none. The file appears whole or not at all, and of two starts at once both
 * read the one that came first: with two key-encryption keys one of the two could not sign.
 */
function firstText(file: string, text: string): string {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, text, { mode: 0o600 });
  try {
    linkSync(fresh, file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(fresh);
  }
  return readFileSync(file, 'utf8');
}
