import { spawn } from 'node:child_process';
import { z } from 'zod';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { introspectByJson, type Request, tokenByJson } from '../load/request';
import type { Report } from '../report/report';
import { median } from '../report/statistics';
import { figure, table } from '../report/tables';
import { programOf, startBeside } from '../world/beside';
import type { Stage } from '../world/stage';
import { issueTokens } from '../world/tokens';
import type { Plan } from './plan';
import { NAMES } from './workloads';

const SHARE = 0.7;

const paced = z.object({
  /** Requests a second. */
  rate: z.number(),
  answered: z.number(),
  wrong: z.number(),
  /** Milliseconds. */
  p50: z.number(),
  p99: z.number(),
  lateness: z.number(),
  /** Median at full load. */
  fullP50: z.number(),
});

/** One kind of request to one server. */
interface Kind {
  words: string;
  /** Of the ratio with a budget; without one it stands beside the others to be compared with. */
  ratio?: string;
  port: number;
  requests: Request[];
}

/** Runs the generator in a process of its own. */
function pace(order: { port: number; share: number; warmUp: number; seconds: number; requests: Request[] }) {
  return new Promise<z.infer<typeof paced>>((resolve, reject) => {
    const child = spawn(process.execPath, [programOf('open-loop')], {
      cwd: CHECKOUT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(paced.parse(JSON.parse(printed)));
      else reject(new Error(`The generator of constant load failed (${code}).`));
    });
    child.stdin.end(JSON.stringify(order));
  });
}

async function kindsOn({ api, all, clients, cleanup }: Stage): Promise<Kind[]> {
  const [first] = clients;
  if (!first) throw new Error('There are no clients.');
  const tokens = await issueTokens(all.port, clients.slice(0, 10), 50);
  const others = tokens.map((token, index) =>
    introspectByJson(token, tokens[(index + 1) % tokens.length] ?? ''),
  );
  const { port } = api;
  const bare = async (name: string) => (await startBeside(name, cleanup)).port;
  return [
    { words: 'tokens', ratio: 'tokens', port, requests: [tokenByJson(first)] },
    { words: NAMES.sign, port: await bare('bare-sign'), requests: [tokenByJson(first)] },
    { words: NAMES.other, ratio: 'introspect', port, requests: others },
    { words: NAMES.echo, port: await bare('bare-echo'), requests: others },
  ];
}

/** Response times at a constant rate, which is what callers see: nobody loads a service to its limit for long. */
export async function latency(stage: Stage, plan: Plan, report: Report): Promise<void> {
  const kinds = await kindsOn(stage);
  const rows: string[][] = [];
  const found = new Map<string, number[]>();
  for (let round = 0; round < plan.rounds; round++)
    for (const { words, ratio, port, requests } of kinds) {
      const order = { port, share: SHARE, warmUp: plan.warmUp, seconds: 2 * plan.seconds, requests };
      const { rate, answered, wrong, p50, p99, lateness, fullP50 } = await pace(order);
      if (wrong > 0) report.fault(`${wrong} of ${answered} requests at a constant rate failed (${words})`);
      // Slower than at full load: by then it was not 70 % of what the machine could carry, and a queue has no shape.
      const overrun = p50 > fullP50;
      if (ratio && !overrun) found.set(ratio, [...(found.get(ratio) ?? []), p99 / p50]);
      const told = overrun ? 'overrun' : figure(p99 / p50);
      rows.push([words, figure(rate), figure(p50), figure(p99), told, figure(lateness)]);
    }
  for (const [name, values] of found) report.ratio(`${name}_p99_per_p50_at_70_percent`, values);
  const [worst] = [...found.values()].sort((one, other) => median(other) - median(one));
  if (worst) report.ratio('p99_per_p50_at_70_percent', worst);
  report.section(
    'At 70 % of the load it can carry',
    'Sent at a constant rate, 70 % of what the same generator reached a moment before with 16 connections, each request counted from when it was due; the ratio with a budget is the worse of the two kinds. "Late" is the generator itself, p99; "overrun" is a round in which the machine had become too slow for the rate.',
    table(['', 'requests/s', 'p50 ms', 'p99 ms', 'p99 ÷ p50', 'late ms'], rows),
  );
}
