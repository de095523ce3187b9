import type { Metadata } from 'next';
import { AuthCard } from '@/components/auth/auth-card';
import { WayOn } from '@/components/auth/way-on';
import { SecondFactor } from '@/components/factors/second-factor';
import { internalPath } from '@/components/query/internal-path';
import type { SearchParams } from '@/components/shell/page-address';
import { SignOutButton } from '@/components/shell/sign-out-button';
import { pageStepUpMethods, requireDebtor } from '@/lib/auth/page-session';
import { HOME } from '@/lib/contract/home';

export const metadata: Metadata = { title: 'Second factor' };

type Props = { searchParams: Promise<SearchParams> };

export default async function SecondFactorPage({ searchParams }: Props) {
  const returnTo = internalPath((await searchParams).callbackUrl, HOME);
  const session = await requireDebtor('second_factor', returnTo);
  return (
    <AuthCard title="One more step" description={`To sign in as ${session.email}.`}>
      <SecondFactor methods={await pageStepUpMethods(session)} returnTo={returnTo} />
      <p className="mt-5 text-center text-muted-foreground text-xs">
        Lost all of them? An owner or admin of your tenant can reset your second factor.
      </p>
      <WayOn>
        <SignOutButton variant="link" />
      </WayOn>
    </AuthCard>
  );
}
