import type { AttentionItem } from '../contract/attention';
import { listFailing } from '../store/attention';
import { ADVICE } from './advice';
import type { AttentionScope } from './attention';
import { clientOf, failureView, isoOrNull } from './failure-view';

const HOUR_MS = 3_600_000;

const times = (now: number, atLeast: number) => ({
  since: new Date(now - 24 * HOUR_MS),
  lastHour: new Date(now - HOUR_MS),
  atLeast,
});

/** Clients whose calls fail: their own, or somebody's who knows their id. */
export async function failing({ scope, now, services }: AttentionScope): Promise<AttentionItem[]> {
  const rows = await listFailing(services.db, scope, 'failures', times(now, ADVICE.failures));
  return rows.map((row) => ({
    kind: 'client_failing',
    client: clientOf(row),
    failures: Number(row.count),
    failures_last_hour: Number(row.last_hour),
    reason: String(row.reason),
    last: failureView(row),
  }));
}

/** Clients that were over a limit with right credentials: nobody else can do that to them. */
export async function limited({ scope, now, services }: AttentionScope): Promise<AttentionItem[]> {
  const rows = await listFailing(services.db, scope, 'limits', times(now, 1));
  return rows.map((row) => ({
    kind: 'client_limited',
    client: clientOf(row),
    refusals: Number(row.count),
    refusals_last_hour: Number(row.last_hour),
    last_at: isoOrNull(row.last_at),
  }));
}
