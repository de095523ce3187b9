import { interleave, type Workload } from '../load/measure';
import { introspectByJson } from '../load/request';
import type { Report } from '../report/report';
import { ratios } from '../report/statistics';
import { measuredTable } from '../report/tables';
import { Cleanup } from '../world/cleanup';
import { startProduct } from '../world/product';
import type { Stage } from '../world/stage';
import { issueTokens } from '../world/tokens';
import type { Plan } from './plan';

/** Seconds more than others take. */
const WARM_UP = 4;

/** One worker and two behind one port. */
export async function workers(stage: Stage, plan: Plan, report: Report): Promise<void> {
  const { api, dataDir, redis, clients } = stage;
  const cleanup = new Cleanup();
  try {
    const two = await startProduct({ dataDir, redis, role: 'api', workers: 2 }, cleanup);
    if (two.workers < 2) {
      report.section('Two workers', 'This build runs in one process: there is nothing to compare.');
      return;
    }
    const tokens = await issueTokens(stage.all.port, clients.slice(0, 10), 50);
    const requests = tokens.map((token, index) =>
      introspectByJson(token, tokens[(index + 1) % tokens.length] ?? ''),
    );
    const isRight: Workload['isRight'] = ({ json }) => json.active === true;
    const results = await interleave(
      [
        { name: 'one worker', port: api.port, processes: api.processes, requests, isRight },
        { name: 'two workers', port: two.port, processes: two.processes, requests, isRight },
      ],
      // Two of them to be compiled and warm, and they have just been started.
      { ...plan, warmUp: plan.warmUp + WARM_UP },
    );
    const rates = (name: string) => results.get(name)?.map(({ rate }) => rate) ?? [];
    report.ratio('two_workers_per_one', ratios(rates('two workers'), rates('one worker')));
    report.section('Two workers', 'Introspection of another token.', measuredTable(results));
  } finally {
    await cleanup.run();
  }
}
