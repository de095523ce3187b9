import { ensureProgram } from './debian.mjs';

/**
 * A real Redis, for tests and measurements.
 *
 * @returns the path of its program
 * @throws Error with what to install
 */
export const ensureRedis = () =>
  ensureProgram({
    names: ['redis-server', 'valkey-server'],
    packages: ['redis-server', 'redis-tools'],
    need: 'A Redis is needed and none could be had: install redis-server or valkey-server, 6.2 or newer, so that it is on PATH.',
  });
