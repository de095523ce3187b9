import { ensureProgram } from './debian.mjs';
import { say } from './process.mjs';

/**
 * `ip` of iproute2, by which `npm run chaos` gives an instance a network of its own.
 *
 * @returns the path of the program; undefined where it cannot be had
 */
export function findIproute() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  try {
    return ensureProgram({ names: ['ip'], packages: ['iproute2'], need: 'ip of iproute2 could not be had.' });
  } catch (cause) {
    say(`  ${cause.message}`);
    return undefined;
  }
}
