import { exportAuditLog } from '@/lib/admin/audit-export';
import { auditExportSchema } from '@/lib/contract/audit';
import { exportAnswer } from '@/lib/http/audit-export';
import { readQuery } from '@/lib/http/portal';
import { portalRoute } from '../../portal-route';

export const GET = portalRoute(async ({ principal, request, services }) => {
  const { format, ...filter } = readQuery(request, auditExportSchema);
  const parts = await exportAuditLog(principal, format, filter, services);
  return exportAnswer(format, parts, new Date(services.clock()), services.log);
});
