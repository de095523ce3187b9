import { Skeleton } from '@/components/ui/skeleton';
import { TabSkeleton } from './tab-skeleton';

/** The tabs of a client, and what the open one shows. */
export function BodySkeleton() {
  return (
    <div className="flex flex-col gap-5">
      <Skeleton className="h-10 w-80 max-w-full" />
      <TabSkeleton />
    </div>
  );
}
