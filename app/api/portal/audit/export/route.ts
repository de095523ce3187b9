import { exportAuditLog } from '@/lib/admin/audit-export';
import { auditExportSchema } from '@/lib/contract/audit';
import { auditExportAnswer } from '@/lib/http/audit-export';
import { readBody } from '@/lib/http/portal';
import { portalRoute } from '../../portal-route';

/** POST, though it only reads: that it was taken is written down, and a link on a stranger's page must not do that. */
export const POST = portalRoute(async ({ principal, request, services }) => {
  const { format, ...filter } = await readBody(request, auditExportSchema);
  const file = await exportAuditLog(principal, format, filter, services);
  return auditExportAnswer(format, file, new Date(services.clock()), services.log);
});
