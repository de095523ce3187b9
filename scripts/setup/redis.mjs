import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { say } from './process.mjs';

const NAMES = ['redis-server', 'valkey-server'];
const FOLDER = resolve('node_modules', '.cache', 'redis-server');
const STARTER = join(FOLDER, 'redis-server');

function installedServer() {
  const candidates = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const output = (program, args, options = {}) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], ...options });

/** The packages that hold the server and the libraries it needs; every system has libc6. */
function packages() {
  const depends = output('apt-cache', ['depends', 'redis-server', 'redis-tools']);
  const libraries = [...depends.matchAll(/^ +Depends: ((?:lib|lua)\S+)$/gm)].map(([, name]) => name);
  return ['redis-server', 'redis-tools', ...libraries.filter((name) => name !== 'libc6')];
}

/** Unpacked and not installed: that needs no rights, and starts no service. */
function unpackServer() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  output('apt-get', ['download', '-qq', ...packages()], { cwd: FOLDER });
  for (const name of readdirSync(FOLDER)) {
    output('dpkg-deb', ['-x', name, '.'], { cwd: FOLDER });
    rmSync(join(FOLDER, name));
  }
  const libraries = readdirSync(join(FOLDER, 'usr', 'lib')).map((name) => `$here/usr/lib/${name}`);
  writeFileSync(
    STARTER,
    `#!/bin/sh\nhere=$(dirname "$0")\nexec env LD_LIBRARY_PATH="${libraries.join(':')}" "$here/usr/bin/redis-server" "$@"\n`,
    { mode: 0o755 },
  );
  output(STARTER, ['--version']);
}

/**
 * A real Redis, for tests: an installed one, or Debian's package unpacked below node_modules.
 *
 * @returns the path of its program
 * @throws Error with what to install
 */
export function ensureRedis() {
  const found = installedServer();
  if (found) return found;
  if (existsSync(STARTER)) return STARTER;

  say('Unpacking a Redis for the tests (once) …');
  try {
    if (process.getuid?.() === 0) output('apt-get', ['update', '-qq']);
    unpackServer();
    return STARTER;
  } catch (cause) {
    rmSync(FOLDER, { recursive: true, force: true });
    throw new Error(
      'The HTTP tests need a Redis and none could be had: install redis-server or valkey-server, 6.2 or newer, so that it is on PATH.',
      { cause },
    );
  }
}
