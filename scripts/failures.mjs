import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A failure in a line: its name, and the first line of what was said of it. */
const line = (where, what, said) => `${where} › ${what}: ${String(said ?? 'no reason given').split('\n')[0]}`;

/** Of a report of vitest. A file that could not be loaded has no test that failed. */
const ofVitest = ({ testResults = [] }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [line(name, 'the file', message)];
    return failed.map((each) => line(name, each.fullName, each.failureMessages[0]));
  });

/** Of a report of Playwright, whose suites hold suites. A test that passed only the second time has failed too. */
const ofPlaywright = ({ specs = [], suites = [] }) => [
  ...specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => line(file, title, results.find(({ error }) => error)?.error.message)),
  ),
  ...suites.flatMap(ofPlaywright),
];

/** @returns a line for each test that failed, of all reports in a folder; a report that cannot be read is named */
export const failuresIn = (folder) =>
  readdirSync(folder).flatMap((name) => {
    try {
      const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return report.testResults ? ofVitest(report) : ofPlaywright(report);
    } catch {
      return [`${name}: this report cannot be read`];
    }
  });
