import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKOUT } from '../harness/checkout';

/** `npm test` says where it is; empty where it cannot be had (Debian: prometheus). */
const promtool = process.env.PROMTOOL ?? 'promtool';

test.skipIf(promtool === '')(
  'promtool finds the rules good, and each alert of their tests comes when it is to, and not before',
  () => {
    for (const words of [
      ['check', 'rules', 'alerts.yml'],
      ['test', 'rules', 'alerts.test.yml'],
    ])
      expect(
        execFileSync(promtool, words, { cwd: join(CHECKOUT, 'ops', 'prometheus'), encoding: 'utf8' }),
      ).toContain('SUCCESS');
  },
);
