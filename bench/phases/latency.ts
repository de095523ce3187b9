import { spawn } from 'node:child_process';
import { z } from 'zod';
import type { Answer } from '../../e2e/harness/call';
import { CHECKOUT } from '../../e2e/harness/checkout';
import { measure } from '../load/measure';
import { introspectByJson, type Request, tokenByJson } from '../load/request';
import type { Report } from '../report/report';
import { median } from '../report/statistics';
import { figure, table } from '../report/tables';
import { programOf } from '../world/beside';
import type { Stage } from '../world/stage';
import { issueTokens } from '../world/tokens';
import type { Plan } from './plan';

const SHARE = 0.7;

const isRight = ({ status }: Answer) => status === 200;

const paced = z.object({
  answered: z.number(),
  wrong: z.number(),
  p50: z.number(),
  p99: z.number(),
  lateness: z.number(),
});

/** Runs the generator in a process of its own. */
function pace(order: { port: number; rate: number; seconds: number; requests: Request[] }) {
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

/** Response times at a constant rate, which is what callers see: nobody loads a service to its limit for long. */
export async function latency(stage: Stage, plan: Plan, report: Report): Promise<void> {
  const { api, clients } = stage;
  const [first] = clients;
  const tokens = await issueTokens(stage.all.port, clients.slice(0, 10), 50);
  const kinds: [string, string, Request[]][] = [
    ['tokens', 'tokens', [tokenByJson(first as (typeof clients)[number])]],
    [
      'introspection, another',
      'introspect',
      tokens.map((token, index) => introspectByJson(token, tokens[(index + 1) % tokens.length] ?? '')),
    ],
  ];
  const rows: string[][] = [];
  let worst: number[] = [];
  for (const [words, name, requests] of kinds) {
    const values: number[] = [];
    for (let round = 0; round < plan.rounds; round++) {
      // The full load of a moment ago, on the machine as it is now.
      const full = await measure({ name: words, ...api, requests, isRight }, plan.warmUp);
      const rate = full.rate * SHARE;
      const order = { port: api.port, rate, seconds: 2 * plan.seconds, requests };
      const { answered, wrong, p50, p99, lateness } = await pace(order);
      if (wrong > 0) report.fault(`${wrong} of ${answered} requests at a constant rate failed (${words})`);
      // Slower than at full load: by then it was not 70 % of what the machine could carry, and a queue has no shape.
      const overrun = p50 > full.p50;
      if (!overrun) values.push(p99 / p50);
      const ratio = overrun ? 'overrun' : figure(p99 / p50);
      rows.push([words, figure(rate), figure(p50), figure(p99), ratio, figure(lateness)]);
    }
    if (values.length === 0) continue;
    report.ratio(`${name}_p99_per_p50_at_70_percent`, values);
    if (!(median(values) < median(worst))) worst = values;
  }
  if (worst.length > 0) report.ratio('p99_per_p50_at_70_percent', worst);
  report.section(
    'At 70 % of the load it can carry',
    'Sent at a constant rate by a generator of its own, each request counted from when it was due; the ratio with a budget is the worse of the two kinds. "Late" is the generator itself, p99; "overrun" is a round in which the machine had become too slow for the rate.',
    table(['', 'requests/s', 'p50 ms', 'p99 ms', 'p99 ÷ p50', 'late ms'], rows),
  );
}
