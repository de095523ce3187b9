import type { AUDIT_GROUPS, AuditGroup } from '@/lib/contract/audit-actions';
import type { ActivityEvent } from '@/lib/contract/portal';

/** What a sentence is made of. */
export type Told = Pick<ActivityEvent, 'action' | 'detail' | 'address' | 'at'>;

/** A sentence for every action of a group: the compiler misses those that have none. */
export type Sentences<Group extends AuditGroup> = Record<
  (typeof AUDIT_GROUPS)[Group][number],
  (event: Told) => string
>;

/** The fields of a change, as people call them: "name and scopes". */
export function fieldNames(after: unknown, names: Record<string, string>, otherwise: string): string {
  const fields = typeof after === 'object' && after !== null ? Object.keys(after) : [];
  const called = [...new Set(fields.map((field) => names[field] ?? field.replaceAll('_', ' ')))];
  return called.length === 0 ? otherwise : new Intl.ListFormat('en-GB').format(called);
}

/** " of x@y.test", where the row says whose. */
export const ofWhom = (who: unknown): string => (typeof who === 'string' ? ` of ${who}` : '');
