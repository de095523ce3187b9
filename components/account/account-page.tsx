'use client';

import { FactorsCard } from '@/components/factors/factors-card';
import { SessionsCard } from '@/components/sessions/sessions-card';
import { PageHeader } from '@/components/shell/page-header';

export function AccountPage() {
  return (
    <>
      <PageHeader
        title="Account security"
        description="What you sign in with, and where you are signed in."
      />
      <div className="flex max-w-3xl flex-col gap-5">
        <FactorsCard />
        <SessionsCard />
      </div>
    </>
  );
}
