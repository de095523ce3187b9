import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';

export function SettingsSkeleton() {
  return (
    <div role="status" aria-label="Loading settings" className="flex flex-col gap-5">
      <Card className="flex flex-col gap-4 p-5">
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </Card>
      <Card className="flex flex-col gap-4 p-5">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-24 w-full" />
      </Card>
    </div>
  );
}
