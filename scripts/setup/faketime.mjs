import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unpacked } from './debian.mjs';

/**
 * Debian's libfaketime, by which a process is given a clock that is wrong.
 *
 * @returns the path of the library, for LD_PRELOAD; undefined where it cannot be had
 */
export function findFaketime() {
  const folder = unpacked('libfaketime');
  if (!folder) return undefined;
  const library = readdirSync(folder, { recursive: true }).find((path) =>
    String(path).endsWith('/faketime/libfaketime.so.1'),
  );
  return library && join(folder, String(library));
}
