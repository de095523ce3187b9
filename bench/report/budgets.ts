export interface Budget {
  name: string;
  words: string;
  /** Whether more is better. */
  better: 'more' | 'less';
  budget: number;
  moonshot?: number;
}

const more = (name: string, words: string, budget: number, moonshot?: number): Budget => ({
  ...{ name, words, better: 'more', budget },
  ...(moonshot === undefined ? {} : { moonshot }),
});
const less = (name: string, words: string, budget: number, moonshot: number): Budget => ({
  ...{ name, words, better: 'less', budget, moonshot },
});

/** What this service is held to: ratios within one run, everything real. */
export const BUDGETS: readonly Budget[] = [
  more('tokens_per_rsa', 'tokens ÷ RSA signatures per second of all cores (openssl)', 0.55, 0.7),
  more('tokens_per_bare_sign', 'tokens ÷ bare server that only signs', 0.9, 1),
  more(
    'introspect_cold_per_bare',
    'introspections of cold tokens ÷ bare server that verifies twice',
    0.6,
    0.8,
  ),
  more('introspect_warm_per_echo', 'introspections of warm tokens ÷ bare echo', 0.4, 0.6),
  more('tokens_per_oidc_provider', 'tokens ÷ oidc-provider (JWT)', 1.7, 2),
  more('introspect_per_oidc_provider', 'introspections ÷ oidc-provider (opaque, in memory)', 2, 3),
  less('p99_per_p50_at_70_percent', 'p99 ÷ p50 under 70 % load', 6, 3),
  less('cost_100k_per_10', 'cost per request, 100,000 clients ÷ 10', 1.15, 1.05),
  more('two_workers_per_one', 'two workers ÷ one, introspection', 1.3),
  less('rss_rest_mb', 'resident memory of the token server at rest, MB', 200, 120),
  less('rss_100k_clients_mb', 'the same with 100,000 clients in use, MB', 400, 250),
  less('second_start_s', 'second `npm start` until ready, s', 10, 4),
  less('revoke_seen_p99_ms', 'revoked on one instance until seen on another, p99, ms', 1000, 50),
];

export function verdict({ better, budget, moonshot }: Budget, value: number): 'moonshot' | 'met' | 'missed' {
  const reaches = (bound: number) => (better === 'more' ? value >= bound : value <= bound);
  if (moonshot !== undefined && reaches(moonshot)) return 'moonshot';
  return reaches(budget) ? 'met' : 'missed';
}
