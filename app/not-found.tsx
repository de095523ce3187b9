import type { Metadata } from 'next';
import Link from 'next/link';
import { StandingPage } from '@/components/shell/standing-page';
import { Button } from '@/components/ui/button';
import { HOME } from '@/lib/contract/home';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <StandingPage>
      <div className="flex max-w-md flex-col items-center gap-2 text-center">
        <p className="font-mono text-muted-foreground text-xs">404</p>
        <h1 className="font-semibold text-xl">There is no page at this address</h1>
        <p className="text-muted-foreground">
          It may have moved, or the address was cut short when it was copied.
        </p>
        <Button asChild className="mt-4">
          <Link href={HOME}>Go to the overview</Link>
        </Button>
      </div>
    </StandingPage>
  );
}
