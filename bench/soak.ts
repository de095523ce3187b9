import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Sql } from 'postgres';
import { CHECKOUT } from '../e2e/harness/checkout';
import { openDatabase } from '../e2e/harness/database';
import { Load } from './chaos/load';
import { ninetyNinth, Tally } from './chaos/tally';
import { commandOf } from './report/command';
import { replaceSection } from './report/page';
import { percentile } from './report/statistics';
import { Changes } from './right/changes';
import { BOUND_MS } from './right/truth';
import { judge, type Outcome, printStretch, type Stretch, sectionOf, sumOf } from './soak/outcome';
import { takeRestSample, takeSample } from './soak/sample';
import { type Stage, setStage } from './soak/stage';
import { Visitor } from './soak/visitor';

const USAGE = `Usage: npm run soak -- [--minutes 120] [--share 0.5] [--json FILE] [--report FILE]

Two processes on one database, under a part of what they can do, while secrets and signing keys are rotated, clients
disabled and tokens revoked every minute and somebody goes through the portal. Each answer is compared with what is known
to be true. Every five minutes, after a forced collection, it is noted what the processes hold on to; at rest, before and
after, every listener and timer in their memory is counted. A run of two hours or more writes its results into
docs/guide/resilience.md. Ends with 1 if an answer was wrong or missing, if memory is not level, or if connections,
listeners or timers are left over.

  --share N       of what the two answer at full speed, found out at the beginning
  --json FILE     the results by five minutes
  --report FILE   a page with the heading of the results`;

const PAGE = join(CHECKOUT, 'docs', 'guide', 'resilience.md');
const HEADING = '### Two hours at half capacity [#soak]';
const MINUTE_MS = 60_000;
/** Minutes from one look inside to the next. */
const STRETCH = 5;
/** By then what was due while a process stood still has been answered, in milliseconds. */
const CATCH_UP_MS = 3_000;
/** Of full speed, to find out how much that is. */
const RUSH_SECONDS = 30;
/** What is kept open for the next request is closed by then, in milliseconds. */
const REST_MS = 60_000;

/** @returns the exit code */
export async function soak(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(`${USAGE}\n`);
    return 1;
  }
  const { minutes, share, json, report } = options;
  const began = new Date();
  const stage = await setStage();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void stage.cleanup.run().finally(() => process.exit(130)));
  const database = openDatabase(stage.dataDir);
  let outcome: Outcome;
  try {
    outcome = await goOn(stage, database, minutes, share);
  } finally {
    await database.end();
    await stage.cleanup.run();
  }
  const faults = judge(outcome);
  const section = sectionOf(outcome, faults, began, commandOf('soak', args));
  process.stdout.write(`\n${section}\n`);
  if (json) writeFileSync(json, `${JSON.stringify({ ...outcome, faults }, null, 2)}\n`);
  if (report) replaceSection(report, HEADING, section);
  return faults.length === 0 ? 0 : 1;
}

async function goOn(stage: Stage, database: Sql, minutes: number, share: number): Promise<Outcome> {
  const { products, origin, caller } = stage;
  const { rotated, switchedOff, stable } = stage.clients;
  const ports = [products.all.port, products.api.port];
  const tally = new Tally();
  const load = new Load(origin, 0, [rotated, switchedOff, stable], caller, tally);
  const done: Record<string, number> = {};
  const refused: string[] = [];
  let over = false;
  const isOver = () => over;
  const portal = await stage.signIn();
  const visitor = new Visitor(portal, products.api.origin, stable.id);

  /** What happens once a minute. */
  const change = async (minute: number) => {
    visitor.portal = await stage.signIn();
    const changes = new Changes(visitor.portal, ports, isOver);
    const token = load.tokens.find(({ client, revoked }) => client === stable && revoked.length === 0);
    await changes
      .once(rotated, switchedOff, token, ports[minute % ports.length] ?? 0)
      .catch((cause: Error) => refused.push(`minute ${minute}: ${cause.message}`));
    for (const [kind, times] of Object.entries(changes.done)) done[kind] = (done[kind] ?? 0) + times;
  };

  // Known everywhere before anything is asked.
  await pause(BOUND_MS);
  const rush = tally.turn();
  const capacity = await load.rush(RUSH_SECONDS);
  if (rush.wrong.length > 0 || Object.keys(rush.errors).length > 0)
    throw new Error(
      `Not even its full speed could be found out: ${JSON.stringify([rush.errors, rush.wrong])}`,
    );
  process.stderr.write(`${Math.round(capacity)} requests a second at full speed\n`);
  await change(0);
  await visitor.everything();
  // All that is made once has been made; what is left now is what the processes rest with.
  await pause(REST_MS);
  const before = await takeRestSample(stage, database);

  load.rate = capacity * share;
  let broken: unknown;
  const work = [load.run(isOver), visitor.run(isOver)].map((part) =>
    part.catch((cause: unknown) => {
      broken ??= cause;
    }),
  );
  const list: Stretch[] = [];
  const start = performance.now();
  try {
    for (let minute = STRETCH; minute <= minutes; minute += STRETCH) {
      const figures = tally.turn();
      for (let one = minute - STRETCH + 1; one <= minute; one++) {
        await change(one);
        await pause(Math.max(0, start + one * MINUTE_MS - performance.now()));
      }
      // Whoever is asked what it holds on to stands still meanwhile: what is due then is judged, and not timed.
      const standing = tally.turn();
      const sample = await takeSample(stage, database);
      await pause(CATCH_UP_MS);
      if (broken) throw broken;
      for (const [name, { hasEnded, stderr }] of Object.entries(products))
        if (hasEnded()) throw new Error(`${name} ended by itself:\n${stderr().slice(-2_000)}`);
      const one: Stretch = {
        minute,
        requests: figures.requests + standing.requests,
        wrong: [...figures.wrong, ...standing.wrong],
        errors: sumOf([figures.errors, standing.errors]),
        p50: Math.round(percentile(figures.times, 0.5)),
        p99: ninetyNinth(figures),
        sample,
      };
      list.push(one);
      process.stderr.write(`${printStretch(one)}\n`);
      for (const words of refused) process.stderr.write(`  REFUSED ${words}\n`);
    }
  } finally {
    over = true;
    await Promise.all(work);
  }
  await pause(REST_MS);
  const after = await takeRestSample(stage, database);
  const complaints = Object.values(products).flatMap(({ stderr }) => stderr().split('\n').filter(Boolean));
  return {
    ...{ capacity, rate: load.rate, done, before, after, complaints, stretches: list },
    ...{
      visits: visitor.visits,
      refused: [...refused, ...visitor.faults],
      webhooks: stage.receiver.messages.length,
    },
  };
}

function readOptions(
  args: string[],
): { minutes: number; share: number; json: string | undefined; report: string | undefined } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        ...{ minutes: { type: 'string' }, share: { type: 'string' } },
        ...{ json: { type: 'string' }, report: { type: 'string' } },
      },
    });
    const minutes = Number(values.minutes ?? 120);
    const share = Number(values.share ?? 0.5);
    const { json, report = minutes >= 120 ? PAGE : undefined } = values;
    return minutes >= 4 * STRETCH && share > 0 ? { minutes, share, json, report } : undefined;
  } catch {
    return undefined;
  }
}
