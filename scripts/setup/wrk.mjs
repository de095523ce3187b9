import { ensureProgram } from './debian.mjs';

/**
 * The load generator of `npm run bench`.
 *
 * @returns the path of its program
 * @throws Error with what to install
 */
export const ensureWrk = () =>
  ensureProgram({
    names: ['wrk'],
    packages: ['wrk'],
    need: 'The bench needs wrk, 4.1 or newer, and it could not be had: install it so that it is on PATH.',
  });
