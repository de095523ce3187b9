import { Pool } from 'undici';
import { introspectBySecret, revoke } from '../load/request';
import type { Report } from '../report/report';
import { percentile } from '../report/statistics';
import { figure } from '../report/tables';
import type { Stage } from '../world/stage';
import { issueTokens } from '../world/tokens';
import { type Plan, scaled } from './plan';

const TOKENS = 200;
/** Answers that must go on being the new one. */
const STEADY = 5;
const GIVE_UP_MS = 30_000;

/** Revoked on one instance: how long the other goes on saying that the token is good. */
export async function revocation({ all, api, clients }: Stage, plan: Plan, report: Report): Promise<void> {
  const [owner] = clients;
  if (!owner) throw new Error('There are no clients.');
  const here = new Pool(`http://127.0.0.1:${all.port}`, { connections: 1 });
  const there = new Pool(`http://127.0.0.1:${api.port}`, { connections: 1 });
  const isActive = async (token: string): Promise<boolean> => {
    const { statusCode, body } = await there.request(introspectBySecret(owner, token));
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`No answer about a token: ${statusCode} ${text}`);
    return JSON.parse(text).active;
  };
  const times: number[] = [];
  try {
    for (const token of await issueTokens(
      all.port,
      [owner],
      scaled(plan, plan.whole ? TOKENS : TOKENS / 2),
    )) {
      // Remembered there, as it would be in an API's busy day.
      if (!(await isActive(token))) report.fault('a live token was inactive');
      const { statusCode, body } = await here.request(revoke(owner, token));
      await body.dump();
      if (statusCode !== 200) throw new Error(`Not revoked: ${statusCode}`);
      const acknowledged = performance.now();
      while ((await isActive(token)) && performance.now() - acknowledged < GIVE_UP_MS);
      times.push(performance.now() - acknowledged);
      for (let again = 0; again < STEADY; again++)
        if (await isActive(token)) report.fault('a revoked token came back to life');
    }
  } finally {
    await Promise.all([here.close(), there.close()]);
  }
  report.ratio('revoke_seen_p99_ms', [percentile(times, 0.99)]);
  report.section(
    'Revoked here, seen there',
    `${times.length} tokens, from the answer of one instance to the first \`{"active":false}\` of the other, which is asked without a pause: p50 ${figure(percentile(times, 0.5))} ms, p99 ${figure(percentile(times, 0.99))} ms, longest ${figure(Math.max(...times))} ms.`,
  );
}
