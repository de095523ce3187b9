import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';

/** What a tab of a client shows until it is there. */
export function TabSkeleton() {
  return (
    <Card role="status" aria-label="Loading" className="flex flex-col gap-4 p-5">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-4 w-full max-w-lg" />
      <Skeleton className="h-4 w-full max-w-md" />
      <Skeleton className="h-24 w-full" />
    </Card>
  );
}
