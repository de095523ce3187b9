import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CHECKOUT } from '../e2e/harness/checkout';
import { Changes } from './chaos/changes';
import { FAULTS, type Fault } from './chaos/faults';
import { allAreServed } from './chaos/haproxy';
import { Ledger } from './chaos/ledger';
import { Load } from './chaos/load';
import { facts, printTable, type Result, writeResults } from './chaos/results';
import { type Stage, setStage } from './chaos/stage';
import { ninetyNinth, Tally } from './chaos/tally';
import { BOUND_MS } from './right/truth';
import type { Token } from './right/world';

const USAGE = `Usage: npm run chaos -- [--quick] [--json FILE] [--report FILE] [--only FAULT,…] [--rate N]
                        [--logs FOLDER]

Breaks what the service stands on, one thing after the other, while requests come at a constant rate, and compares every
answer with what is known to be true. The whole run writes its results into docs/guide/resilience.md; --report writes
those of any other run into the page it names. Ends with 1 if an answer was wrong, if something was lost that had been
acknowledged, if the service failed by itself (500), or if all was not well again in time.

  --quick         everything is broken for half as long: less than ten minutes
  --json FILE     the results by fault
  --only FAULT,…  of: ${FAULTS.map(({ name }) => name).join(', ')}
  --logs FOLDER   what the instances logged, into a folder that is there
  --rate N        requests a second, 100 without it`;

const PAGE = join(CHECKOUT, 'docs', 'guide', 'resilience.md');
/** How long something stays broken, in seconds, where a fault does not say how many times as long. */
const LASTING = { quick: 5, whole: 10 };
/** All is well when nothing went wrong for so long, in milliseconds. */
const WELL_MS = 1_000;
/** By then it must be, in milliseconds. */
const WELL_WITHIN_MS = 60_000;
/** After that each fault is watched on: what only one answer is right to comes after the bound. */
const AFTERWARDS_MS = BOUND_MS + 1_500;

interface Plan {
  faults: readonly Fault[];
  seconds: number;
  rate: number;
}

/** @returns the exit code */
export async function chaos(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(`${USAGE}\n`);
    return 1;
  }
  const { json, report, logs, ...plan } = options;
  const began = new Date();
  const stage = await setStage();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void stage.cleanup.run().finally(() => process.exit(130)));
  let results: Result[];
  let known: [string, string][];
  try {
    known = await facts(stage, began, args);
    try {
      results = await breakAll(stage, plan);
    } finally {
      for (const [index, instance] of stage.instances.entries())
        if (logs) writeFileSync(join(logs, `instance-${index}.log`), instance.log());
    }
  } finally {
    await stage.cleanup.run();
  }
  known.push(['took', `${Math.round((Date.now() - began.getTime()) / 1000)} s`]);
  process.stdout.write(`\n${printTable(results)}\n`);
  if (json) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
  if (report) writeResults(report, known, results);
  // A 503 says that something is broken elsewhere, a 500 that it is here.
  const isBad = ({ wrong, lost, skipped, seconds_to_healthy, errors }: Result) =>
    !skipped && (wrong > 0 || lost > 0 || seconds_to_healthy === null || '500' in errors);
  return results.some(isBad) ? 1 : 0;
}

async function breakAll(stage: Stage, { faults, seconds, rate }: Plan): Promise<Result[]> {
  const tally = new Tally();
  const ledger = new Ledger();
  let over = false;
  const isOver = () => over;
  const changes = new Changes(stage.origin, stage.manager, ledger, isOver);
  const rotated = await changes.make();
  const switchedOff = await changes.make();
  const stable = await changes.make();
  const load = new Load(stage.origin, rate, [rotated, switchedOff, stable], stage.manager, tally);
  const isEnded = (token: Token) => load.endsOf(token).length > 0;
  const revocable = () =>
    load.tokens.find((token) => token.client === stable && token.revoked.length === 0 && !isEnded(token));

  const results: Result[] = [];
  let broken: unknown;
  const work = [load.run(isOver), changes.run(rotated, switchedOff, revocable, isEnded)].map((part) =>
    part.catch((cause: unknown) => {
      broken ??= cause;
    }),
  );
  try {
    for (const fault of faults) {
      const reason = fault.impossible?.(stage);
      if (reason) {
        results.push({ fault: fault.name, words: fault.words, skipped: reason, ...NOTHING });
        process.stderr.write(`${fault.name}: skipped, ${reason}\n`);
        continue;
      }
      const between = tally.turn();
      await fault.before?.(stage);
      await allAreServed(stage.origin, stage.instances.length);
      await untilWell(tally, performance.now());
      const figures = tally.turn();
      await fault.run(stage, (share) => pause(share * seconds * 1000), load.massEnds);
      const mended = performance.now();
      const well = await untilWell(tally, mended);
      await pause(AFTERWARDS_MS);
      if (broken) throw broken;
      // Whoever runs a service would start it again; here it would go unnoticed.
      for (const instance of stage.instances) {
        const words = instance.lastWords();
        if (words !== undefined) throw new Error(`${fault.name}: an instance ended by itself:\n${words}`);
      }
      const database = stage.database();
      const missing = await ledger.missing(database);
      await database.end();
      const wrong = [...between.wrong, ...figures.wrong];
      results.push({
        fault: fault.name,
        words: fault.words,
        requests: figures.requests,
        wrong: wrong.length,
        errors: figures.errors,
        seconds_to_healthy: well === undefined ? null : Math.round((well - mended) / 100) / 10,
        lost: missing.length,
        failing_for_s: Math.round((figures.lastFault - figures.firstFault) / 100) / 10,
        p99_ms: ninetyNinth(figures),
      });
      process.stderr.write(`${printTable(results.slice(-1))}\n`);
      for (const words of wrong.slice(0, 5)) process.stderr.write(`  WRONG ${words}\n`);
      for (const words of missing.slice(0, 5)) process.stderr.write(`  LOST ${words}\n`);
      await fault.after?.(stage);
    }
  } finally {
    over = true;
    await Promise.all(work);
  }
  process.stderr.write(
    `${ledger.size} acknowledged facts were looked for: ${JSON.stringify(changes.done)}\n`,
  );
  return results;
}

const NOTHING = {
  requests: 0,
  wrong: 0,
  errors: {},
  seconds_to_healthy: null,
  lost: 0,
  failing_for_s: 0,
  p99_ms: null,
};

/** @returns since when all has been well; undefined when it was not in time */
async function untilWell(tally: Tally, from: number): Promise<number | undefined> {
  while (performance.now() - from < WELL_WITHIN_MS) {
    const since = tally.wellSince(from);
    if (tally.knownUntil() >= since + WELL_MS) return since;
    await pause(50);
  }
  return undefined;
}

function readOptions(
  args: string[],
): (Plan & Record<'json' | 'report' | 'logs', string | undefined>) | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        ...{ quick: { type: 'boolean' }, json: { type: 'string' }, report: { type: 'string' } },
        ...{ only: { type: 'string' }, logs: { type: 'string' }, rate: { type: 'string' } },
      },
    });
    const wanted = values.only?.split(',');
    const faults = FAULTS.filter(({ name }) => wanted?.includes(name) ?? true);
    const rate = Number(values.rate ?? 100);
    if (faults.length !== (wanted ?? FAULTS).length || !(rate > 0)) return undefined;
    const isWhole = !values.quick && !wanted;
    const seconds = values.quick ? LASTING.quick : LASTING.whole;
    const { json, logs, report = isWhole ? PAGE : undefined } = values;
    return { faults, seconds, rate, json, logs, report };
  } catch {
    return undefined;
  }
}
