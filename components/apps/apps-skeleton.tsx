import { Skeleton } from '@/components/ui/skeleton';

const ROWS = ['w-36', 'w-48', 'w-32'];

export function AppsSkeleton() {
  return (
    <div role="status" aria-label="Loading apps" className="divide-y">
      {ROWS.map((width) => (
        <div key={width} className="flex items-center gap-6 px-4 py-4 sm:px-5">
          <Skeleton className={`h-4 max-w-full ${width}`} />
          <Skeleton className="ml-auto hidden h-4 w-48 sm:block" />
        </div>
      ))}
    </div>
  );
}
