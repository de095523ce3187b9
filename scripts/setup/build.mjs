import { mkdirSync } from 'node:fs';
import { digestOf, onceFor } from './inputs.mjs';
import { run, say } from './process.mjs';

const SETTINGS = ['package-lock.json', 'tsconfig.json', 'next.config.ts', 'scripts/setup'];

/** Bundles what runs outside Next into `dist/`, about half a second. */
export async function buildServer() {
  await onceFor(digestOf([...SETTINGS, 'lib', 'server']), 'dist/built-for', async () => {
    mkdirSync('dist', { recursive: true });
    const { build } = await import('esbuild');
    await build({
      entryPoints: { start: 'server/start.ts', onboard: 'server/onboard.ts' },
      outdir: 'dist',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'warning',
    });
  });
}

/** Builds the portal with Next. */
export async function buildPages() {
  const inputs = [...SETTINGS, 'app', 'components', 'lib', 'public', 'postcss.config.mjs'];
  await onceFor(digestOf(inputs), '.next/built-for', async () => {
    say('Building the portal (once) …');
    await run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { quiet: true });
  });
}
