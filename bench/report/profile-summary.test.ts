import { expect, test } from 'vitest';
import { type CpuProfile, packageOf, summarize } from './profile-summary';

const node = (id: number, functionName: string, url = '') => ({
  id,
  callFrame: { functionName, url, lineNumber: 0, columnNumber: 0 },
});

const profile: CpuProfile = {
  startTime: 1_000,
  nodes: [
    node(1, '(idle)'),
    node(2, 'sign', 'lib/oauth/mint.ts'),
    // The same function, called from elsewhere.
    node(3, 'sign', 'lib/oauth/mint.ts'),
    node(4, 'parse', '/checkout/node_modules/zod/v4/core.js'),
    node(5, '(garbage collector)'),
  ],
  samples: [2, 1, 2, 3, 4, 5, 4],
  timeDeltas: [100, 400, 100, 100, 150, 50, 1_000],
};

test('self time is summed by function and by package, within the window and without idle time', () => {
  // The window ends before the last sample, and begins after the first.
  const { functions, packages, busy } = summarize(profile, 1_150, 1_900, ({ url }) => url);
  expect(functions).toEqual([
    { name: 'sign, lib/oauth/mint.ts', share: 0.5 },
    { name: 'parse, /checkout/node_modules/zod/v4/core.js', share: 0.375 },
    { name: '(garbage collector)', share: 0.125 },
  ]);
  expect(packages).toEqual([
    { name: 'lib/oauth', share: 0.5 },
    { name: 'zod', share: 0.375 },
    { name: '(garbage collector)', share: 0.125 },
  ]);
  expect(busy).toBe(0.5);
});

test('a window without samples is nothing', () => {
  expect(summarize(profile, 0, 10, ({ url }) => url)).toEqual({ functions: [], packages: [], busy: 0 });
});

test('whose code it is', () => {
  expect(packageOf('/checkout/node_modules/@hono/node-server/dist/index.mjs')).toBe('@hono/node-server');
  expect(packageOf('/c/node_modules/next/node_modules/zod/index.js')).toBe('zod');
  expect(packageOf('node:internal/crypto/sig')).toBe('node:internal/crypto');
  expect(packageOf('lib/oauth/mint.ts')).toBe('lib/oauth');
  expect(packageOf('server/listener.ts')).toBe('server');
});
