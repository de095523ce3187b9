import Link from 'next/link';
import { Button } from '@/components/ui/button';

/** Below the form of the sign-in page. */
export function SsoOffer({ returnTo }: { returnTo: string }) {
  const query = returnTo === '/clients' ? '' : `?${new URLSearchParams({ callbackUrl: returnTo })}`;
  return (
    <div className="mt-4 flex flex-col gap-4">
      <p className="flex items-center gap-3 text-muted-foreground text-xs before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        or
      </p>
      <Button asChild variant="outline" size="lg">
        <Link href={`/single-sign-on${query}`}>Continue with single sign-on</Link>
      </Button>
    </div>
  );
}
