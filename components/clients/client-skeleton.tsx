import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';

export function ClientSkeleton() {
  return (
    <div role="status" aria-label="Loading client" className="flex flex-col gap-5">
      <h1 className="sr-only">Client</h1>
      <div className="flex flex-col gap-3">
        <Skeleton className="h-4 w-16" />
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </div>
      <Skeleton className="h-10 w-80 max-w-full" />
      <Card className="flex flex-col gap-4 p-5">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-full max-w-lg" />
        <Skeleton className="h-4 w-full max-w-md" />
        <Skeleton className="h-24 w-full" />
      </Card>
    </div>
  );
}
