import { Skeleton } from '@/components/ui/skeleton';

export function LinkSkeleton() {
  return (
    <div role="status" aria-label="Looking at your link" className="flex flex-col gap-4">
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-9 w-full" />
      <Skeleton className="h-10 w-full" />
    </div>
  );
}
