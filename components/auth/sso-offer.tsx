import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { HOME } from '@/lib/contract/home';

/** Below the form of the sign-in page. */
export function SsoOffer({ returnTo }: { returnTo: string }) {
  const query = returnTo === HOME ? '' : `?${new URLSearchParams({ callbackUrl: returnTo })}`;
  return (
    <Button asChild variant="outline" size="lg" className="mt-3 w-full">
      <Link href={`/single-sign-on${query}`}>Continue with single sign-on</Link>
    </Button>
  );
}
