import type { Metadata } from 'next';
import { AuditPage } from '@/components/audit/audit-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Audit log' };

export default async function Page() {
  await requirePageSession('/audit');
  return <AuditPage />;
}
