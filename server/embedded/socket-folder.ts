import { createHash } from 'node:crypto';
import { chownSync, lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from './identity';
import { SHARED_TMP } from './shared-tmp';

/** The private folder of a cluster's unix socket. Not below the data folder: a socket's path has 107 characters at most. */
export function socketFolder(cluster: string): string {
  return join(SHARED_TMP, `gooclaim-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`);
}

/** @throws Error when someone else put something there: a server of theirs would be handed our password's proof */
export function claimSocketFolder(folder: string, identity: Identity | undefined): void {
  const owner = identity?.uid ?? process.getuid?.();
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (identity) chownSync(folder, identity.uid, identity.gid);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    const found = lstatSync(folder);
    const ours = found.isDirectory() && (found.uid === owner || found.uid === process.getuid?.());
    if (!ours || found.mode & 0o077) throw new Error(`${folder} is not ours alone: remove it.`);
  }
}

/** After a stop. Another start may be about to use it: then it is not empty, or is claimed anew. */
export function releaseSocketFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // In use again.
  }
}
