import type { Metadata } from 'next';
import { TokenDebugger } from '@/components/debugger/token-debugger';
import { PageHeader } from '@/components/shell/page-header';
import { pageIssuer, requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Debugger' };

export default async function DebuggerPage() {
  await requirePageSession('/debugger');
  return (
    <>
      <PageHeader title="Debugger" description="Why a token is accepted or refused, check by check." />
      <TokenDebugger issuer={pageIssuer()} />
    </>
  );
}
