import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { clockOf } from './clock.js';
import { AuthError } from './errors.js';
import { lockFile } from './file-lock.js';
import type { SecretStore, StoredSecret } from './secret-store.js';

export type { SecretStore, StoredSecret } from './secret-store.js';

/** Permissions of group and others. */
const OTHERS = 0o077;

/**
 * Keeps a client's secret in a file that only its owner can read. The file must be on a disk that outlives the process,
 * such as a volume, not in a container's own layer. Processes on one machine may share it.
 *
 * @param path of the file; beside it a lock is made while the secret is rotated
 */
export function fileSecretStore(path: string): SecretStore {
  return {
    async load() {
      let text: string;
      try {
        const { mode } = await stat(path);
        if (process.platform !== 'win32' && mode & OTHERS)
          throw new AuthError(
            'invalid_secret_store',
            `Others may read ${path}: chmod 600, and rotate the secret.`,
          );
        text = await readFile(path, 'utf8');
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw cause;
      }
      return read(text, path);
    },
    async save(secret) {
      const fresh = `${path}.${randomUUID()}`;
      try {
        await write(fresh, JSON.stringify(secret));
        await rename(fresh, path);
      } finally {
        await rm(fresh, { force: true });
      }
      await flushFolder(dirname(path));
    },
    async exclusively(work) {
      const unlock = await lockFile(`${path}.lock`, clockOf({}));
      try {
        return await work();
      } finally {
        await unlock();
      }
    },
  };
}

function read(text: string, path: string): StoredSecret {
  try {
    return JSON.parse(text) as StoredSecret;
  } catch {
    // Not the parser's own words: they quote the text.
    throw new AuthError('invalid_secret_store', `${path} is not JSON.`);
  }
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is on the disk when its folder is. Windows opens no folders, and needs no such thing. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const file = await open(folder, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
