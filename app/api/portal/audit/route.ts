import { readAuditLog } from '@/lib/admin/audit-log';
import { auditQuerySchema } from '@/lib/contract/audit';
import { readQuery } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, request, services }) => {
  const query = readQuery(request, auditQuerySchema);
  return { ...(await readAuditLog(principal, query, services)), now: isoNow(services) };
});
