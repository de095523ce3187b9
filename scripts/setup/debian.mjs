import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join, resolve } from 'node:path';
import { say } from './process.mjs';

/** @param {string[]} names @returns the first of these programs on PATH */
function installed(names) {
  const candidates = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whatever it waits for, it is not waited for longer than three minutes. */
const output = (program, args, options = {}) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 180_000,
    ...options,
  });

/** Without a network that is soon found out: some of this is only wished for. */
const refreshLists = () => {
  const soon = ['Acquire::Retries=0', 'Acquire::http::Timeout=10'].flatMap((option) => ['-o', option]);
  if (process.getuid?.() === 0) output('apt-get', ['update', '-qq', ...soon]);
};

/** The packages and the libraries they need; every system has libc6. */
function withLibraries(packages) {
  const depends = output('apt-cache', ['depends', ...packages]);
  const libraries = [...depends.matchAll(/^ +\|?Depends: ((?:lib|lua)\S+)$/gm)].map(([, name]) => name);
  return [...packages, ...new Set(libraries.filter((name) => name !== 'libc6'))];
}

/** Unpacked and not installed: that needs no rights, and starts no service. */
function unpackInto(folder, packages) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  output('apt-get', ['download', '-qq', ...packages], { cwd: folder });
  for (const name of readdirSync(folder)) {
    output('dpkg-deb', ['-x', name, '.'], { cwd: folder });
    rmSync(join(folder, name));
  }
}

function unpackProgram({ folder, starter, packages }) {
  unpackInto(folder, withLibraries(packages));
  const libraries = ['lib', 'usr/lib'].flatMap((place) =>
    existsSync(join(folder, place))
      ? readdirSync(join(folder, place)).map((name) => `$here/${place}/${name}`)
      : [],
  );
  const programs = ['usr/sbin', 'sbin', 'bin'].find((place) =>
    existsSync(join(folder, place, basename(starter))),
  );
  writeFileSync(
    starter,
    `#!/bin/sh\nhere=$(dirname "$0")\nexec env LD_LIBRARY_PATH="${libraries.join(':')}" "$here/${programs ?? 'usr/bin'}/$(basename "$0")" "$@"\n`,
    { mode: 0o755 },
  );
  // What some of them end with is not 0; without its libraries none gets that far.
  const { status } = spawnSync(starter, ['--version'], { stdio: 'ignore' });
  if (status === null || [126, 127].includes(status)) throw new Error(`${starter} does not start.`);
}

/**
 * A program that only tests and measurements need: an installed one, or Debian's packages unpacked below node_modules.
 *
 * @param {{ names: string[], packages: string[], need: string }} wanted `names` it may be installed under, the first of
 *   them Debian's; `need`: what to install where neither works
 * @returns its path
 * @throws Error with what to install
 */
export function ensureProgram({ names, packages, need }) {
  const [name] = names;
  const folder = resolve('node_modules', '.cache', name);
  const starter = join(folder, name);
  const found = installed(names);
  if (found) return found;
  if (existsSync(starter)) return starter;

  say(`Unpacking ${name} (once) …`);
  try {
    refreshLists();
    unpackProgram({ folder, starter, packages });
    return starter;
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(need, { cause });
  }
}

/** What a package holds, unpacked below node_modules. @returns its folder; undefined where it cannot be had */
export function unpacked(name) {
  const folder = resolve('node_modules', '.cache', name);
  if (existsSync(folder)) return folder;
  say(`Unpacking ${name} (once) …`);
  try {
    refreshLists();
    unpackInto(folder, [name]);
    return folder;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    say('  not possible here');
    return undefined;
  }
}

/**
 * A program whose libraries are there, because a larger one of theirs is installed: unpacked below node_modules as well.
 *
 * @param {{ packages: string[], path: string, proof: string[] }} wanted `packages`: its own first; `path`: of the program
 *   in them; `proof`: arguments with which it does something, and ends
 * @returns its path; undefined where it cannot be had
 */
export function unpackedBeside({ packages, path, proof }) {
  const [name] = packages;
  const folder = resolve('node_modules', '.cache', name);
  const program = join(folder, path);
  if (existsSync(program)) return program;

  say(`Unpacking ${name} (once) …`);
  try {
    refreshLists();
    unpackInto(folder, packages);
    output(program, proof, { timeout: 30_000 });
    return program;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    say('  not possible here');
    return undefined;
  }
}
