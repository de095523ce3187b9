import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';

const ROWS = ['w-44', 'w-56', 'w-40'];

export function MembersSkeleton() {
  return (
    <Card role="status" aria-label="Loading members" className="divide-y overflow-hidden">
      {ROWS.map((width) => (
        <div key={width} className="flex items-center gap-4 px-4 py-4 sm:px-5">
          <Skeleton className={`h-4 max-w-full ${width}`} />
          <Skeleton className="ml-auto h-8 w-24" />
        </div>
      ))}
    </Card>
  );
}
