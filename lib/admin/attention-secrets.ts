import type { AttentionItem } from '../contract/attention';
import { listPressingSecrets } from '../store/attention';
import type { AttentionScope } from './attention';
import { clientOf, isoOf, isoOrNull } from './failure-view';

const DAY_MS = 86_400_000;

/** The policy: a secret is replaced within 90 days, and said to be due from two weeks before. */
const MAX_AGE_DAYS = 90;
const SOON_FROM_DAY = 76;

const ORDER: AttentionItem['kind'][] = ['secret_exposed', 'secret_due', 'old_secret_used'];

/** Live secrets that something is wrong with; of several things, each is said. */
export async function pressingSecrets({ scope, now, services }: AttentionScope): Promise<AttentionItem[]> {
  const dueBefore = new Date(now - SOON_FROM_DAY * DAY_MS);
  const rows = await listPressingSecrets(services.db, scope, new Date(now), dueBefore);
  const items = rows.flatMap((row): AttentionItem[] => {
    const secret = { client: clientOf(row), secret_id: String(row.secret_id), hint: String(row.hint) };
    const createdAt = isoOf(row.created_at);
    const found: AttentionItem[] = [];
    if (row.exposed)
      found.push({
        kind: 'secret_exposed',
        ...secret,
        exposed_at: isoOf(row.exposed_at),
        exposed_in: row.exposed_in === 'report' ? 'report' : 'url',
      });
    // Exposed, it is to be rotated whatever its age.
    else if (row.due)
      found.push({
        kind: 'secret_due',
        ...secret,
        created_at: createdAt,
        due_at: new Date(Date.parse(createdAt) + MAX_AGE_DAYS * DAY_MS).toISOString(),
      });
    if (row.old_used)
      found.push({
        kind: 'old_secret_used',
        ...secret,
        last_used_at: isoOf(row.last_used_at),
        expires_at: isoOrNull(row.expires_at),
      });
    return found;
  });
  return items.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}
