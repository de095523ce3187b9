// `npm test`: every check, as many at once as there is room for, and one closing line over all of them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { failuresIn } from './failures.mjs';
import { begin, inLanes, NOTHING, sum } from './lanes.mjs';
import { ensureBrowser } from './setup/browser.mjs';
import { buildPages, buildServer } from './setup/build.mjs';
import { findFaketime } from './setup/faketime.mjs';
import { run, say } from './setup/process.mjs';
import { findPromtool } from './setup/promtool.mjs';
import { ensureRedis } from './setup/redis.mjs';
import { makeTemplate } from './setup/template.mjs';

const REPORTS = 'test-results/reports';

const node = (script, ...args) => [process.execPath, [join('node_modules', script), ...args]];
const read = (name) => JSON.parse(readFileSync(join(REPORTS, name), 'utf8'));

/** A check that either holds or does not. */
const check = (name, ...programs) => ({
  name,
  parts: [
    async (output) => {
      for (const [program, args] of programs) await run(program, args, { output });
      return { ...NOTHING, passed: 1 };
    },
  ],
});

/** Of a suite, with counts of its own. One that leaves no report, or no test, has failed. */
const part =
  ([program, args], count, env = {}) =>
  async (output) => {
    const ended = await run(program, args, { output, env: { ...process.env, ...env } }).then(
      () => true,
      () => false,
    );
    const result = count();
    const ran = result.passed + result.failed > 0;
    return { ...result, failed: result.failed || (ended && ran ? 0 : 1) };
  };

/** Such as `http` and `1/1`: all of it, or `process` and `1/2`: half of its files. */
const nameOf = (suite, share) => (share === '1/1' ? suite : `${suite}-${share.replace('/', '-of-')}`);

function vitest(project, share = '1/1') {
  const report = `${nameOf(project, share)}.json`;
  return part(
    node(
      'vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      `--shard=${share}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(REPORTS, report)}`,
    ),
    () => {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = read(report);
      // A file that could not even be loaded has no test that failed.
      return {
        passed: numPassedTests,
        failed: numFailedTests || (success ? 0 : 1),
        skipped: numPendingTests + numTodoTests,
      };
    },
  );
}

function playwright(share) {
  const name = nameOf('browser', share);
  const report = `${name}.json`;
  return part(
    node('@playwright/test/cli.js', 'test', `--shard=${share}`, `--output=test-results/${name}`),
    () => {
      const { expected, unexpected, flaky, skipped } = read(report).stats;
      return { passed: expected, failed: unexpected + flaky, skipped };
    },
    { PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, report) },
  );
}

async function template() {
  process.env.DATA_TEMPLATE ??= await makeTemplate();
}
const programs = () => {
  process.env.REDIS_SERVER = ensureRedis();
  process.env.FAKETIME_LIBRARY = findFaketime() ?? '';
  process.env.PROMTOOL = findPromtool() ?? '';
};
async function browser() {
  process.env.CHROMIUM = await ensureBrowser();
}

/** In the order in which they are told of. Those that need something made are the long ones: the longest first. */
const CHECKS = {
  format: check('format and lint', node('@biomejs/biome/bin/biome', 'ci', '.')),
  // Next's own types of the routes first: those of an earlier build may name pages that are gone.
  types: check(
    'types',
    node('next/dist/bin/next', 'typegen'),
    node('typescript/bin/tsc', '--noEmit', '-p', '.'),
  ),
  dead: check('dead code', node('knip/bin/knip.js')),
  unit: { name: 'vitest unit', parts: [vitest('unit')] },
  process: {
    name: 'vitest process',
    parts: [vitest('process', '1/2'), vitest('process', '2/2')],
    needs: [template, programs],
  },
  http: { name: 'vitest http', parts: [vitest('http')], needs: [template, programs] },
  browser: { name: 'browser', parts: [playwright('1/2'), playwright('2/2')], needs: [template, browser] },
  evidence: { name: 'vitest evidence', parts: [vitest('evidence')], needs: [template, programs, browser] },
};

/** Long runs: commands of their own. */
const ONLY_BY_NAME = ['evidence'];

/** One more than there are cores: each of the long ones waits now and then for what it has started. */
const LANES = availableParallelism() + 1;

/** @returns what a check waits for: the server, the portal, and what else it needs, which is made beside its build */
function make(needs, started) {
  const server = started.then(buildServer);
  const pages = server.then(buildPages);
  const made = new Map();
  let last = server;
  for (const need of needs) {
    last = last.catch(() => {}).then(need);
    made.set(need, last);
  }
  return (needs) => Promise.all([pages, ...needs.map((need) => made.get(need))]);
}

/** All at the time that suits them, in the order given. */
function beginAll(checks) {
  const small = inLanes(1);
  const long = inLanes(LANES);
  // Before everything else: a build takes away for a while what they refer to.
  const types = checks.includes(CHECKS.types) && begin(CHECKS.types, Promise.resolve(), small);
  const typed = Promise.all(types ? types.begun.map(({ result }) => result) : []);
  const needs = new Set(checks.flatMap((each) => each.needs ?? []));
  const made = needs.size > 0 && make(needs, typed);
  return checks.map((each) => {
    if (each === CHECKS.types) return types;
    return each.needs ? begin(each, made(each.needs), long) : begin(each, typed, small);
  });
}

const row = (name, { passed, failed, skipped, seconds }) =>
  `${name.padEnd(18)} ${String(passed).padStart(4)} passed ${String(failed).padStart(3)} failed ${String(skipped).padStart(3)} skipped ${String(Math.round(seconds)).padStart(4)} s`;

/** @param {string[]} wanted names of checks; all of them but the long runs when there are none */
export async function runTests(wanted) {
  const unknown = wanted.filter((name) => !Object.hasOwn(CHECKS, name));
  if (unknown.length > 0)
    throw new Error(`No such check: ${unknown.join(', ')}. One of: ${Object.keys(CHECKS).join(', ')}.`);
  rmSync(REPORTS, { recursive: true, force: true });
  // What `npm run dev` wrote of routes that may be gone.
  rmSync('.next/dev/types', { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const wants = (key) => (wanted.length === 0 ? !ONLY_BY_NAME.includes(key) : wanted.includes(key));
  const chosen = Object.keys(CHECKS).filter(wants);
  const rows = [];
  let total = NOTHING;
  for (const { name, begun } of beginAll(chosen.map((key) => CHECKS[key]))) {
    say(`\n── ${name}`);
    let all = NOTHING;
    for (const { output, result } of begun) {
      output.release();
      all = sum(all, await result);
    }
    rows.push(row(name, all));
    total = sum(total, all);
  }
  // At the end, where they are read: what is said where it happened is thousands of lines above.
  const failures = failuresIn(REPORTS);
  if (failures.length > 0) say(`\n${failures.join('\n')}`);
  say(`\n${rows.join('\n')}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed === 0 ? 0 : 1;
}
