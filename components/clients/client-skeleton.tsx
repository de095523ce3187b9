import { Skeleton } from '@/components/ui/skeleton';
import { BodySkeleton } from './body-skeleton';

export function ClientSkeleton() {
  return (
    <div className="flex flex-col gap-5">
      <h1 className="sr-only">Client</h1>
      <div className="flex flex-col gap-3">
        <Skeleton className="h-4 w-16" />
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </div>
      <BodySkeleton />
    </div>
  );
}
