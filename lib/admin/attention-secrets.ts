import type { AttentionItem } from '../contract/attention';
import { dueAt, soonFrom } from '../contract/secret-policy';
import { listPressingSecrets } from '../store/attention';
import { findTenantRow } from '../store/tenants';
import type { AttentionScope } from './attention';
import { clientOf, isoOf, isoOrNull } from './failure-view';
import { enforcedMaxAge } from './secret-policy';

const ORDER: AttentionItem['kind'][] = ['secret_exposed', 'secret_due', 'old_secret_used'];

/** Live secrets that something is wrong with; of several things, each is said. */
export async function pressingSecrets({ scope, now, services }: AttentionScope): Promise<AttentionItem[]> {
  const tenant = await findTenantRow(services.db, scope.tenantId);
  const maxAgeDays = enforcedMaxAge(tenant);
  const rows = await listPressingSecrets(services.db, scope, new Date(now), soonFrom(maxAgeDays, now));
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
        due_at: new Date(dueAt(Date.parse(createdAt), maxAgeDays) ?? now).toISOString(),
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
