import { existsSync, statSync, writeFileSync } from 'node:fs';
import { digestOf, onceFor } from './inputs.mjs';
import { run, say } from './process.mjs';

const STAMP = 'node_modules/.installed-for';
const NPM_RECORD = 'node_modules/.package-lock.json';

/** Installs exactly what the lock file names, unless that is installed. */
export async function ensureInstalled() {
  const digest = digestOf(['package-lock.json']);
  const isCurrent = () =>
    existsSync(NPM_RECORD) &&
    // `npm ci --omit=dev` leaves out what builds and tests.
    existsSync('node_modules/typescript/package.json') &&
    statSync(NPM_RECORD).mtimeMs >= statSync('package-lock.json').mtimeMs;
  // Someone who ran npm by hand has no stamp yet.
  if (!existsSync(STAMP) && isCurrent()) writeFileSync(STAMP, digest);
  await onceFor(digest, STAMP, async () => {
    say('Installing packages (once) …');
    // Production leaves the development packages out, but the first start has to build.
    await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
      env: { ...process.env, NODE_ENV: '' },
      quiet: true,
    });
  });
}
