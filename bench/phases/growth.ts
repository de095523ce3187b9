import { costOf, interleave, type Workload } from '../load/measure';
import { introspectByJson, tokenByJson } from '../load/request';
import { fire } from '../load/wrk';
import type { Report } from '../report/report';
import { median, ratios } from '../report/statistics';
import { figure, table } from '../report/tables';
import { Cleanup } from '../world/cleanup';
import { usage } from '../world/proc';
import { startRedis } from '../world/redis';
import { issueTokens } from '../world/tokens';
import { Grown } from './grown';
import { MANY_CLIENTS, SIZES, type Size } from './growth-sizes';
import { restingMb } from './memory';
import { type Plan, scaled } from './plan';
import { explainHotStatements } from './statements';

type Kind = 'tokens' | 'introspect';

/** Tokens that are asked about at most: each takes a signature to make. */
const MOST_TOKENS = 20_000;

/** Each of these clients asks for tokens; and with its own token each of many asks about another's. */
async function workloads({ product }: Grown, name: string, clients: Grown['clients']): Promise<Workload[]> {
  const tokens = await issueTokens(product.port, clients, Math.min(clients.length, MOST_TOKENS));
  const of = (kind: Kind, requests: Workload['requests'], isRight: Workload['isRight']): Workload => ({
    ...{ name: `${kind}, ${name}`, port: product.port, processes: product.processes, requests, isRight },
  });
  return [
    of(
      'tokens',
      clients.map((client) => tokenByJson(client)),
      ({ status }) => status === 200,
    ),
    of(
      'introspect',
      tokens.map((token, index) => introspectByJson(token, tokens[(index + 1) % tokens.length] ?? '')),
      ({ json }) => json.active,
    ),
  ];
}

/** Longest that one may take, in seconds, and shortest: compiled and warm, or it is dearer than it will be. */
const LONGEST_WARM_UP = 90;
const SHORTEST_WARM_UP = 5;
/** Of the sizes that have no budget. */
const MOST_ROUNDS = 3;

/** Once round all that is sent, so that whatever is remembered is. */
async function useAll(list: readonly Workload[], plan: Plan): Promise<void> {
  const shortest = plan.scale < 1 ? plan.warmUp : SHORTEST_WARM_UP;
  for (const { port, requests } of list) {
    const first = await fire(port, requests, { seconds: plan.warmUp });
    const rest = (requests.length * first.seconds) / first.requests;
    await fire(port, requests, {
      seconds: Math.min(LONGEST_WARM_UP, Math.max(shortest, Math.ceil(rest))),
    });
  }
}

interface Step {
  row: string[];
  /** Of the same few callers. */
  costs: Record<Kind, number[]>;
  /** When every request is another client's. */
  spread: Record<Kind, number[]>;
  restMb: number;
  usedMb: number;
}

/**
 * One size beside the smallest, round by round, on two databases of one machine.
 *
 * @param anew in a process that starts with what is there; or in the one that saw it come
 */
async function step(base: Grown, grown: Grown, words: string, plan: Plan, anew: boolean): Promise<Step> {
  const startedIn = anew ? await grown.restart() : Number.NaN;
  // As young as the other: what has run for long is compiled better.
  if (anew) await base.restart();
  const restMb = await restingMb(grown.product);
  const few = grown.clients.slice(0, base.clients.length);
  const lists = [
    await workloads(base, 'small', base.clients),
    await workloads(grown, 'large', few),
    await workloads(grown, 'spread', grown.clients),
  ];
  // The spread ones last: all there is has then been used when the few are measured.
  await useAll(lists.flat(), plan);
  const results = await interleave(
    // Each beside its own kind.
    [0, 1].flatMap((kind) => lists.flatMap((list) => list.slice(kind, kind + 1))),
    plan,
  );
  const usedMb = usage(grown.product.processes).product?.rssMb ?? Number.NaN;
  const of = (kind: Kind, name: string) => results.get(`${kind}, ${name}`)?.map(costOf) ?? [];
  const against = (name: string) => ({
    tokens: ratios(of('tokens', name), of('tokens', 'small')),
    introspect: ratios(of('introspect', name), of('introspect', 'small')),
  });
  const [found, spread] = [against('large'), against('spread')];
  const cost = (kind: Kind) => figure(median(of(kind, 'large')));
  return {
    costs: found,
    spread,
    restMb,
    usedMb,
    row: [
      words,
      cost('tokens'),
      figure(median(found.tokens)),
      cost('introspect'),
      figure(median(found.introspect)),
      figure(median(spread.tokens)),
      figure(median(spread.introspect)),
      figure(startedIn),
      figure(restMb),
      figure(usedMb),
    ],
  };
}

/** What a running process must take in, one by one. */
const isNews = ({ revocations, auditRows }: Size) => revocations >= 1_000_000 && auditRows === 0;

const wordsOf = ({ clients, revocations, auditRows }: Size): string =>
  [
    `${clients.toLocaleString('en-US')} clients`,
    revocations && `${revocations.toLocaleString('en-US')} revocations`,
    auditRows && `${auditRows.toLocaleString('en-US')} audit rows`,
  ]
    .filter(Boolean)
    .join(', ');

const scaledSize = (plan: Plan, size: Size): Size => ({
  clients: scaled(plan, size.clients),
  revocations: size.revocations && scaled(plan, size.revocations),
  auditRows: size.auditRows && scaled(plan, size.auditRows),
});

/** What a request costs when everything else has grown. */
export async function growth(plan: Plan, report: Report): Promise<void> {
  const cleanup = new Cleanup();
  try {
    const redis = plan.withRedis ? await startRedis(cleanup) : undefined;
    const base = await Grown.make(redis, cleanup);
    const grown = await Grown.make(redis, cleanup);
    const rows: string[][] = [];
    const shorter = { ...plan, rounds: Math.min(plan.rounds, MOST_ROUNDS) };
    for (const size of plan.whole ? SIZES : [MANY_CLIENTS]) {
      const wanted = scaledSize(plan, size);
      process.stderr.write(`  ${wordsOf(wanted)}\n`);
      await grown.growTo(wanted);
      if (isNews(size))
        rows.push((await step(base, grown, `${wordsOf(wanted)}, as they came`, shorter, false)).row);
      const counts = size === MANY_CLIENTS ? plan : shorter;
      const { row, costs, spread, restMb, usedMb } = await step(base, grown, wordsOf(wanted), counts, true);
      rows.push(row);
      if (size !== MANY_CLIENTS) continue;
      report.ratio('tokens_cost_100k_per_10', costs.tokens);
      report.ratio('introspect_cost_100k_per_10', costs.introspect);
      const worse = median(costs.tokens) > median(costs.introspect) ? costs.tokens : costs.introspect;
      report.ratio('cost_100k_per_10', worse);
      report.ratio('tokens_spread_over_100k', spread.tokens);
      report.ratio('introspect_spread_over_100k', spread.introspect);
      report.ratio('rss_rest_100k_clients_mb', [restMb]);
      report.ratio('rss_100k_clients_mb', [usedMb]);
    }
    report.section(
      'Growth',
      "CPU milliseconds a request of all processes together (product, database, Redis), and that divided by the same with 10 clients and nothing else, measured in turns on a database of its own. The same ten callers ask for tokens, and each with its own token about another's; all there are have asked before. Spread: every request is another client's, up to 20,000 of them for introspections; none shares a count, a row or a place of its limit with the one before. The process was started anew at each size, where nothing else is said.",
      table(
        [
          '',
          'token ms',
          '÷ 10 clients',
          'introspection ms',
          '÷ 10 clients',
          'spread: token ÷',
          'introspection ÷',
          'ready after s',
          'MB at rest',
          'MB in use',
        ],
        rows,
      ),
      plan.whole ? await explainHotStatements(grown) : '',
    );
  } finally {
    await cleanup.run();
  }
}
