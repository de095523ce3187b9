import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { OrDivider } from './or-divider';

/** Below the form of the sign-in page. */
export function SsoOffer({ returnTo }: { returnTo: string }) {
  const query = returnTo === '/clients' ? '' : `?${new URLSearchParams({ callbackUrl: returnTo })}`;
  return (
    <div className="mt-4 flex flex-col gap-4">
      <OrDivider />
      <Button asChild variant="outline" size="lg">
        <Link href={`/single-sign-on${query}`}>Continue with single sign-on</Link>
      </Button>
    </div>
  );
}
