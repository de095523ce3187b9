import { createHash } from 'node:crypto';
import { chownSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Identity } from './identity';

/**
 * A private folder for the unix socket. Not below the data folder, whose path may be longer than the 107 characters a
 * socket's may have; the same for every process that works on the same cluster.
 *
 * @throws Error when someone else put something there: a server of theirs would be handed our password's proof
 */
export function socketFolder(cluster: string, identity: Identity | undefined): string {
  const name = createHash('sha256').update(cluster).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `gooclaim-${name}`);
  const owner = identity?.uid ?? process.getuid?.();
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (identity) chownSync(folder, identity.uid, identity.gid);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    const found = lstatSync(folder);
    if (
      !found.isDirectory() ||
      (found.uid !== owner && found.uid !== process.getuid?.()) ||
      found.mode & 0o077
    )
      throw new Error(`${folder} is not ours alone: remove it, or set TMPDIR to a folder of your own.`);
  }
  return folder;
}
