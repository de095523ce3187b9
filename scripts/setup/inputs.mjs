import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from './lock.mjs';

function* filesBelow(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) yield path;
  else for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name));
}

/** One digest over the contents of files and folders: changes when, and only when, one of them does. */
export function digestOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) {
    for (const file of filesBelow(path)) hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * Does `work` unless `stamp` says that it was done for these very inputs. Locked only when there is something to do:
 * an ordinary user may start what root has installed and built, in a folder they cannot write to.
 */
export async function onceFor(digest, stamp, work) {
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  if (isDone()) return;
  await exclusively(async () => {
    // Whoever held the lock before us may have done it.
    if (isDone()) return;
    await work();
    writeFileSync(stamp, digest);
  });
}
