import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout under test. */
export const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const RUN = join(CHECKOUT, 'scripts', 'run.mjs');
export const NEXT = join(CHECKOUT, 'node_modules', 'next', 'dist', 'bin', 'next');
