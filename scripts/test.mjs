// `npm test`: every check, one after the other, and one closing line over all of them.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './setup/browser.mjs';
import { buildPages, buildServer } from './setup/build.mjs';
import { heldOutput, run, say } from './setup/process.mjs';
import { ensureRedis } from './setup/redis.mjs';
import { makeTemplate } from './setup/template.mjs';

const REPORTS = 'test-results/reports';

const bin = (path) => join('node_modules', path);
const node = (script, ...args) => [process.execPath, [bin(script), ...args]];
const read = (name) => JSON.parse(readFileSync(join(REPORTS, name), 'utf8'));

/** A check that either holds or does not. */
const check = (name, ...programs) => ({
  name,
  async work() {
    for (const [program, args] of programs) await run(program, args);
    return { passed: 1, failed: 0, skipped: 0 };
  },
});

function vitest(project) {
  const report = `${project}.json`;
  return {
    name: `vitest ${project}`,
    program: node(
      'vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(REPORTS, report)}`,
    ),
    count() {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = read(report);
      // A file that could not even be loaded has no test that failed.
      return {
        passed: numPassedTests,
        failed: numFailedTests || (success ? 0 : 1),
        skipped: numPendingTests + numTodoTests,
      };
    },
  };
}

const playwright = {
  name: 'browser',
  program: node('@playwright/test/cli.js', 'test'),
  count() {
    const { expected, unexpected, flaky, skipped } = read('browser.json').stats;
    return { passed: expected, failed: unexpected + flaky, skipped };
  },
};

/** A suite with counts of its own. One that leaves no report, or no test, has failed. */
const suite = ({ name, program: [program, args], count }, prepare = async () => {}) => ({
  name,
  prepare,
  /** @param output where it goes, while others run as well */
  async work(output) {
    if (!output) await prepare();
    const ended = await run(program, args, { output }).then(
      () => true,
      () => false,
    );
    const result = count();
    const ran = result.passed + result.failed > 0;
    return { ...result, failed: result.failed || (ended && ran ? 0 : 1) };
  },
});

async function prepareServer() {
  await buildServer();
  await buildPages();
  process.env.DATA_TEMPLATE ??= await makeTemplate();
}

async function prepareServices() {
  await prepareServer();
  process.env.REDIS_SERVER = ensureRedis();
}

const CHECKS = {
  format: check('format and lint', node('@biomejs/biome/bin/biome', 'ci', '.')),
  // Next's own types of the routes first: those of an earlier build may name pages that are gone.
  types: check(
    'types',
    node('next/dist/bin/next', 'typegen'),
    node('typescript/bin/tsc', '--noEmit', '-p', '.'),
  ),
  dead: check('dead code', node('knip/bin/knip.js')),
  unit: suite(vitest('unit')),
  http: suite(vitest('http'), prepareServices),
  browser: suite(playwright, async () => {
    await prepareServer();
    process.env.CHROMIUM = await ensureBrowser();
  }),
  process: suite(vitest('process'), prepareServices),
  evidence: suite(vitest('evidence'), async () => {
    await prepareServices();
    process.env.CHROMIUM = await ensureBrowser();
  }),
};

/** Long runs: commands of their own. */
const ONLY_BY_NAME = ['evidence'];

/** These mostly wait for what they started: begun with the first of them, each takes little longer for the others. */
const SIDE_BY_SIDE = ['http', 'process'];

/** @param {string[]} wanted names of checks; all of them but the long runs when there are none */
export async function runTests(wanted) {
  const unknown = wanted.filter((name) => !Object.hasOwn(CHECKS, name));
  if (unknown.length > 0)
    throw new Error(`No such check: ${unknown.join(', ')}. One of: ${Object.keys(CHECKS).join(', ')}.`);
  rmSync(REPORTS, { recursive: true, force: true });
  // What `npm run dev` wrote of routes that may be gone.
  rmSync('.next/dev/types', { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const total = { passed: 0, failed: 0, skipped: 0 };
  const rows = [];
  /** Begun together. */
  const begun = new Map();
  const wants = (key) => (wanted.length === 0 ? !ONLY_BY_NAME.includes(key) : wanted.includes(key));
  for (const [key, { name, work }] of Object.entries(CHECKS)) {
    if (!wants(key)) continue;
    say(`\n── ${name}`);
    const began = Date.now();
    let result;
    try {
      const together = SIDE_BY_SIDE.filter(wants);
      if (together.length > 1 && key === together[0]) {
        for (const each of together) await CHECKS[each].prepare();
        for (const each of together) {
          const output = heldOutput();
          const result = CHECKS[each].work(output);
          // It is looked at when its turn has come.
          result.catch(() => {});
          begun.set(each, { output, result });
        }
      }
      begun.get(key)?.output.release();
      result = await (begun.get(key)?.result ?? work());
    } catch (fault) {
      say(fault.message);
      result = { passed: 0, failed: 1, skipped: 0 };
    }
    for (const kind of Object.keys(total)) total[kind] += result[kind];
    rows.push(
      `${name.padEnd(18)} ${String(result.passed).padStart(4)} passed ${String(result.failed).padStart(3)} failed ${String(result.skipped).padStart(3)} skipped ${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s`,
    );
  }
  say(`\n${rows.join('\n')}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed === 0 ? 0 : 1;
}
