/**
 * Who may import whom (besides itself). `npm:*` is any package, `npm:node` any module of Node. The order is that of a
 * request: it enters at the top and nobody calls back up.
 */
export const ALLOWED: Record<string, string[]> = {
  server: ['lib/http', 'lib/admin', 'lib/auth', 'lib/container', 'lib/contract', 'lib/ground', 'npm:*'],
  app: [
    'lib/http',
    'lib/admin',
    'lib/auth',
    'lib/container',
    'lib/contract',
    'lib/docs',
    'components',
    'npm:*',
  ],
  components: ['lib/contract', 'lib/token', 'npm:*'],
  'lib/container': [
    'lib/mail',
    'lib/sso',
    'lib/admin',
    'lib/contract',
    'lib/http/gate',
    'lib/http/services',
    'lib/keys',
    'lib/oauth',
    'lib/ratelimit',
    'lib/store',
    'lib/token',
    'lib/ground',
    'npm:*',
  ],
  'lib/auth': [
    'lib/mail',
    'lib/sso',
    'lib/admin',
    'lib/container',
    'lib/contract',
    'lib/http',
    'lib/keys',
    'lib/oauth',
    'lib/ratelimit',
    'lib/store',
    'lib/ground',
    'npm:*',
  ],
  'lib/http': [
    'lib/admin',
    'lib/contract',
    'lib/oauth',
    'lib/ratelimit',
    'lib/ground',
    'npm:csv-stringify',
    'npm:zod',
    'npm:node',
    'npm:yaml',
  ],
  'lib/sso': ['lib/contract', 'lib/keys', 'lib/ground', 'npm:node', 'npm:oauth4webapi'],
  'lib/mail': ['lib/contract', 'npm:nodemailer'],
  'lib/admin': [
    'lib/mail',
    'lib/sso',
    'lib/contract',
    'lib/keys',
    'lib/oauth',
    'lib/store',
    'lib/token',
    'lib/ground',
    'npm:crypto',
    'npm:zod',
  ],
  'lib/store': [
    'lib/contract',
    'lib/keys',
    'lib/oauth',
    'lib/ratelimit',
    'lib/token',
    'lib/ground',
    'npm:crypto',
    'npm:drizzle-orm',
    'npm:lru-cache',
    'npm:net',
    'npm:postgres',
    'npm:redis',
    'npm:timers/promises',
  ],
  'lib/oauth': [
    'lib/contract',
    'lib/ratelimit',
    'lib/token',
    'lib/ground',
    'npm:jose',
    'npm:lru-cache',
    'npm:zod',
    'npm:crypto',
    'npm:zlib',
    'npm:timers/promises',
  ],
  'lib/keys': [
    'lib/contract',
    'lib/oauth',
    'lib/ratelimit',
    'lib/token',
    'lib/ground',
    'npm:ipaddr.js',
    'npm:jose',
    'npm:node',
  ],
  'lib/ratelimit': ['npm:ipaddr.js', 'npm:crypto', 'npm:rate-limiter-flexible', 'npm:timers'],
  'lib/docs': [
    'lib/contract',
    'npm:fumadocs-core',
    'npm:lru-cache',
    'npm:node',
    'npm:rate-limiter-flexible',
    'npm:zod',
  ],
  'lib/token': ['lib/contract', 'npm:jose', 'npm:zod'],
  'lib/contract': [
    'npm:@zxcvbn-ts/core',
    'npm:@zxcvbn-ts/language-common',
    'npm:@zxcvbn-ts/language-en',
    'npm:ipaddr.js',
    'npm:zod',
  ],
  'lib/ground': ['lib/contract', 'lib/ratelimit', 'npm:crypto', 'npm:nanoid', 'npm:pino', 'npm:zod'],
  // A package of its own, for any runtime with `fetch`; its file store is for Node alone.
  'sdk/src/file-secret-store': ['sdk/src', 'sdk/src/file-lock', 'npm:node'],
  'sdk/src/file-lock': ['sdk/src', 'npm:node'],
  'sdk/src': ['npm:jose'],
  // Tests from outside: HTTP, processes and files, and nothing of ours.
  e2e: ['npm:*'],
  bench: ['e2e/harness', 'npm:*'],
};

/** What the pure layers must not mention: time and settings are handed to them. */
export const FORBIDDEN_TEXT: Record<string, RegExp> = {
  'lib/oauth': /process\.env|Date\.now\(|new Date\(\)/,
  'lib/keys': /process\.env|Date\.now\(|new Date\(\)/,
  'lib/ratelimit': /process\.env|Date\.now\(|new Date\(\)/,
  'lib/token': /process\.env|Date\.now\(|new Date\(\)/,
  'lib/admin': /process\.env|Date\.now\(|new Date\(\)/,
  'lib/sso': /process\.env|Date\.now\(|new Date\(\)/,
  'lib/store': /process\.env|Date\.now\(|new Date\(\)/,
  'sdk/src': /process\.env|Date\.now\(|new Date\(\)|\bBuffer\b|from 'node:/,
};

/** What everything stands on: the clock, ids, the log, the settings. */
const GROUND = [
  'lib/clock.ts',
  'lib/env.ts',
  'lib/faults.ts',
  'lib/ids.ts',
  'lib/leak-report-keys.ts',
  'lib/log.ts',
  'lib/secret-files.ts',
];

export function layerOf(file: string): string | undefined {
  if (GROUND.includes(file)) return 'lib/ground';
  if (['lib/container.ts', 'lib/portal-container.ts', 'lib/startup.ts'].includes(file))
    return 'lib/container';
  return Object.keys(ALLOWED).find((layer) => file.startsWith(`${layer}/`) || file === `${layer}.ts`);
}
