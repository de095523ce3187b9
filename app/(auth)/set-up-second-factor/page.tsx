import type { Metadata } from 'next';
import { WayOn } from '@/components/auth/way-on';
import { SetUpSecondFactor } from '@/components/factors/set-up-second-factor';
import { internalPath } from '@/components/query/internal-path';
import type { SearchParams } from '@/components/shell/page-address';
import { SignOutButton } from '@/components/shell/sign-out-button';
import { requireDebtor } from '@/lib/auth/page-session';
import { HOME } from '@/lib/contract/home';

export const metadata: Metadata = { title: 'Set up a second factor' };

type Props = { searchParams: Promise<SearchParams> };

export default async function SetUpSecondFactorPage({ searchParams }: Props) {
  const returnTo = internalPath((await searchParams).callbackUrl, HOME);
  const { tenantName } = await requireDebtor('enrolment', returnTo);
  return (
    <>
      <SetUpSecondFactor tenantName={tenantName} returnTo={returnTo} />
      <WayOn>
        <SignOutButton variant="link" />
      </WayOn>
    </>
  );
}
