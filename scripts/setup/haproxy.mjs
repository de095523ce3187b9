import { ensureProgram } from './debian.mjs';

/**
 * The reverse proxy of `npm run chaos`.
 *
 * @returns the path of its program
 * @throws Error with what to install
 */
export const ensureHaproxy = () =>
  ensureProgram({
    names: ['haproxy'],
    packages: ['haproxy', 'libopentracing1'],
    need: 'Chaos needs HAProxy, 2.4 or newer, and it could not be had: install it so that it is on PATH.',
  });
