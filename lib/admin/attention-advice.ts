import type { AttentionItem } from '../contract/attention';
import { OPENCRVS_TOKEN_LIFE } from '../oauth/opencrvs';
import { MACHINE_TOKEN_LIFE } from '../oauth/token';
import { listBusiest, listUnused, listUnusedScopes } from '../store/attention';
import { ADVICE, asksTooOften, isNearLimit, scopesNeverNamed, tokensNeeded } from './advice';
import type { AttentionScope } from './attention';
import { clientOf, isoOf, isoOrNull } from './failure-view';

const DAY_MS = 86_400_000;

/** Clients near their limit, and those that do not keep their tokens. */
export async function busy({ scope, now, services }: AttentionScope): Promise<AttentionItem[]> {
  const { limit } = services.limiter.untouched('token');
  const rows = await listBusiest(services.db, scope, new Date(now - DAY_MS), {
    tokens: ADVICE.callers,
    peak: ADVICE.nearLimit * limit,
  });
  const near: AttentionItem[] = [];
  const often: AttentionItem[] = [];
  for (const row of rows) {
    const client = clientOf(row);
    const life = Number(
      row.token_life_seconds ?? (row.profile === 'opencrvs' ? OPENCRVS_TOKEN_LIFE : MACHINE_TOKEN_LIFE),
    );
    const [tokens, peak] = [Number(row.tokens), Number(row.peak)];
    if (isNearLimit(peak, limit)) near.push({ kind: 'near_limit', client, peak, limit });
    if (asksTooOften(tokens, life))
      often.push({
        kind: 'too_many_tokens',
        client,
        tokens,
        needed: tokensNeeded(life),
        life_seconds: life,
      });
  }
  return [...near, ...often];
}

export async function unused({ scope, now, services }: AttentionScope): Promise<AttentionItem[]> {
  const rows = await listUnused(services.db, scope, new Date(now - ADVICE.unusedDays * DAY_MS));
  return rows.map((row) => ({
    kind: 'client_unused',
    client: clientOf(row),
    last_used_at: isoOrNull(row.last_used_at),
    created_at: isoOf(row.created_at),
  }));
}

export async function unusedScopes({ scope, now, services }: AttentionScope): Promise<AttentionItem[]> {
  const since = new Date(now - ADVICE.scopeDays * DAY_MS);
  const rows = await listUnusedScopes(services.db, scope, since);
  return rows.map((row) => ({
    kind: 'scopes_unused',
    client: clientOf(row),
    scopes: scopesNeverNamed(row.scopes as string[], row.named as string[]),
    since: since.toISOString(),
  }));
}
