import { interleave, type Measured } from '../load/measure';
import { CONNECTIONS } from '../load/wrk';
import type { Report } from '../report/report';
import { ratios } from '../report/statistics';
import { figure, measuredTable } from '../report/tables';
import { rsaLimit } from '../world/openssl';
import type { Stage } from '../world/stage';
import type { Plan } from './plan';
import { allWorkloads, NAMES } from './workloads';

/** The ratio's name, what is above and what is below. */
const RATIOS: [string, string, string][] = [
  ['tokens_per_bare_sign', NAMES.tokens, NAMES.sign],
  ['introspect_warm_per_echo', NAMES.other, NAMES.echo],
  ['introspect_self_per_echo', NAMES.self, NAMES.echo],
  ['introspect_inactive_per_echo', NAMES.inactive, NAMES.echo],
  ['tokens_per_oidc_provider', NAMES.tokensForm, NAMES.oidcTokens],
  ['introspect_per_oidc_provider', NAMES.otherForm, NAMES.oidcIntrospect],
  ['tokens_per_oauth2_server', NAMES.tokensForm, NAMES.oauth2Tokens],
  ['introspect_per_oauth2_server', NAMES.otherForm, NAMES.oauth2Authenticate],
  ['tokens_10000_clients_per_1', NAMES.tokensMany, NAMES.tokens],
  ['tokens_npm_start_per_api', NAMES.tokensAll, NAMES.tokens],
  ['introspect_npm_start_per_api', NAMES.otherAll, NAMES.other],
  ['next_per_echo', NAMES.next, NAMES.echo],
];

/** What the ratios with a budget are made of. */
const QUICK = new Set([
  ...[NAMES.echo, NAMES.other, NAMES.sign, NAMES.tokens, NAMES.tokensMany, NAMES.verify, NAMES.verifySync],
  ...[NAMES.cold, NAMES.oidcTokens, NAMES.tokensForm, NAMES.oidcIntrospect, NAMES.otherForm],
]);

/** The product beside the limit of the machine, bare servers and peers. */
export async function compare(stage: Stage, plan: Plan, report: Report): Promise<Map<string, Measured[]>> {
  const workloads = (await allWorkloads(stage)).filter(({ name }) => plan.whole || QUICK.has(name));
  const limits: { sign: number; verify: number }[] = [];
  const results = await interleave(workloads, plan, async () => {
    limits.push(await rsaLimit(plan.seconds));
  });
  const rates = (name: string) => results.get(name)?.map(({ rate }) => rate) ?? [];

  report.ratio(
    'tokens_per_rsa',
    ratios(
      rates(NAMES.tokens),
      limits.map(({ sign }) => sign),
    ),
  );
  // Beside the faster of the two ways: which one that is depends on the cores that are free.
  const fastest = rates(NAMES.verify).map((rate, round) =>
    Math.max(rate, rates(NAMES.verifySync)[round] ?? 0),
  );
  report.ratio('introspect_cold_per_bare', ratios(rates(NAMES.cold), fastest));
  for (const [name, above, below] of RATIOS) report.ratio(name, ratios(rates(above), rates(below)));

  const signs = limits.map(
    ({ sign, verify }) => `${figure(sign)} signatures and ${figure(verify)} verifications`,
  );
  report.section(
    'Side by side',
    `The product is one process${stage.api.role === 'api' ? ' of `ROLE=api`' : ', as `npm start` runs it'}, with limits counted in ${stage.redis ? 'Redis' : 'the database'}; "npm start" is one with the portal behind it. Medians over ${plan.rounds} interleaved rounds of ${plan.seconds} s, ${CONNECTIONS} connections, all on the same cores with the load generator.`,
    measuredTable(results),
    `openssl, RSA of 2048 bits a second on all cores, round by round: ${signs.join('; ')}.`,
  );
  return results;
}
