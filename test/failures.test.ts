import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failuresIn } from '../scripts/failures.mjs';

test('`npm test` names at its end every test that failed, whoever reported it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  const report = (name: string, content: string) => writeFileSync(join(folder, name), content);
  const failed = { status: 'failed', fullName: 'adds up', failureMessages: ['1 is not 2\n  at …'] };
  report(
    'a.json',
    JSON.stringify({
      testResults: [
        { name: 'sum.test.ts', status: 'failed', assertionResults: [failed, { status: 'passed' }] },
        { name: 'torn.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    }),
  );
  const spec = (status: string) => ({
    file: 'page.spec.ts',
    title: `is ${status}`,
    tests: [{ status, results: [{ error: { message: 'no button' } }] }],
  });
  const specs = ['expected', 'unexpected', 'flaky'].map(spec);
  report('b.json', JSON.stringify({ suites: [{ specs: [], suites: [{ specs }] }] }));
  report('c.json', '{');

  expect(failuresIn(folder)).toEqual([
    'sum.test.ts › adds up: 1 is not 2',
    'torn.test.ts › the file: no such module',
    'page.spec.ts › is unexpected: no button',
    'page.spec.ts › is flaky: no button',
    'c.json: this report cannot be read',
  ]);
});
