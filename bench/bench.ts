import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHECKOUT } from '../e2e/harness/checkout';
import { openDatabase } from '../e2e/harness/database';
import { compare } from './phases/compare';
import { growth } from './phases/growth';
import { latency } from './phases/latency';
import { restingMb } from './phases/memory';
import { type Plan, scaled } from './phases/plan';
import { pages } from './phases/portal';
import { profile } from './phases/profile';
import { revocation } from './phases/revocation';
import { right } from './phases/right';
import { workers } from './phases/workers';
import { Report } from './report/report';
import { ratioTable } from './report/tables';
import { machine } from './world/machine';
import { type Stage, setStage } from './world/stage';

const USAGE = `Usage: npm run bench -- [--quick] [--json FILE] [--report FILE] [--only PART,…] [--growth] [--profile]

Measures the service beside the limit of this machine, bare servers and peers, in turns, and prints ratios with their
budgets. The whole run writes bench/results.md; --report writes that of any other run. Ends with 1 if an answer was wrong.

  --quick          what has a budget, in less than ten minutes
  --json FILE      the ratios by name
  --only PART,…    of: compare, latency, revocation, workers, right, portal, profile, growth
  --growth         the same as --only growth
  --profile        the same as --only profile
  --no-redis       limits are counted in the database
  --rounds, --seconds, --scale    numbers, to try it out`;

/** Clients in the database of all parts but growth. */
const CLIENTS = 10_000;

type Part = (stage: Stage, plan: Plan, report: Report) => Promise<unknown>;

/** In this order, on one stage. */
const ON_STAGE: Record<string, Part> = {
  compare,
  latency,
  revocation,
  workers,
  right,
  portal: pages,
  profile,
};
const QUICK = ['compare', 'latency', 'revocation', 'workers', 'right', 'growth'];
const ALL = [...Object.keys(ON_STAGE), 'growth'];

/** @returns the exit code */
export async function bench(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(`${USAGE}\n`);
    return 1;
  }
  const { parts, plan, json, reportFile } = options;
  const report = new Report();
  const began = new Date();
  const facts: [string, string][] = [
    ['date', began.toISOString()],
    ['command', ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ')],
  ];
  const timed = async (name: string, work: () => Promise<unknown>) => {
    process.stderr.write(`\n── ${name}\n`);
    const since = performance.now();
    await work();
    process.stderr.write(`   ${Math.round((performance.now() - since) / 1000)} s\n`);
  };

  const onStage = Object.entries(ON_STAGE).filter(([name]) => parts.includes(name));
  if (onStage.length > 0) {
    const stage = await setStage(scaled(plan, CLIENTS), plan.withRedis);
    try {
      const database = openDatabase(stage.dataDir);
      facts.push(...(await machine(database, plan.withRedis)));
      await database.end();
      report.ratio('second_start_s', [stage.all.startedInSeconds]);
      report.ratio('api_start_s', [stage.api.startedInSeconds]);
      report.ratio('rss_rest_mb', [await restingMb(stage.api)]);
      report.ratio('rss_rest_npm_start_mb', [await restingMb(stage.all)]);
      for (const [name, part] of onStage) await timed(name, () => part(stage, plan, report));
    } finally {
      await stage.cleanup.run();
    }
  }
  if (parts.includes('growth')) await timed('growth', () => growth(plan, report));

  facts.push(['took', `${Math.round((Date.now() - began.getTime()) / 1000)} s`]);
  const ratios = ratioTable(report);
  const head = ['# Measured', ...facts.map(([name, value]) => `- ${name}: ${value}`)].join('\n');
  process.stdout.write(`\n## Ratios\n\n${ratios}\n`);
  if (json) writeFileSync(json, report.json());
  if (reportFile) writeFileSync(reportFile, report.markdown(head, `## Ratios\n\n${ratios}`));
  for (const fault of report.faults) process.stderr.write(`WRONG: ${fault}\n`);
  return report.faults.length === 0 ? 0 : 1;
}

function readOptions(
  args: string[],
): { parts: string[]; plan: Plan; json: string | undefined; reportFile: string | undefined } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        ...{ quick: { type: 'boolean' }, growth: { type: 'boolean' }, profile: { type: 'boolean' } },
        ...{ 'no-redis': { type: 'boolean' }, json: { type: 'string' }, report: { type: 'string' } },
        ...{ only: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' } },
        scale: { type: 'string' },
      },
    });
    const chosen = [
      ...(values.only?.split(',') ?? []),
      ...(values.growth ? ['growth'] : []),
      ...(values.profile ? ['profile'] : []),
    ];
    const quick = values.quick ?? false;
    const parts = chosen.length > 0 ? chosen : quick ? QUICK : ALL;
    const plan: Plan = {
      rounds: Number(values.rounds ?? (quick ? 3 : 7)),
      seconds: Number(values.seconds ?? (quick ? 2 : 5)),
      warmUp: Math.min(quick ? 2 : 3, Number(values.seconds ?? 3)),
      scale: Number(values.scale ?? 1),
      withRedis: !values['no-redis'],
      whole: !quick,
    };
    const numbers = [plan.rounds, plan.seconds].every((value) => Number.isInteger(value) && value > 0);
    if (!numbers || !(plan.scale > 0) || !parts.every((part) => ALL.includes(part))) return undefined;
    const whole = !quick && chosen.length === 0 ? join(CHECKOUT, 'bench', 'results.md') : undefined;
    return { parts, plan, json: values.json, reportFile: values.report ?? whole };
  } catch {
    return undefined;
  }
}
