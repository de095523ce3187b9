import { Skeleton } from '@/components/ui/skeleton';

const WIDTHS = ['w-64', 'w-52', 'w-72', 'w-44', 'w-60', 'w-56', 'w-64', 'w-48'];

/** As tall as rows are. */
export function AuditSkeleton() {
  return (
    <div role="status" aria-label="Loading the audit log" className="divide-y">
      {WIDTHS.map((width, place) => (
        <div
          key={`${width}-${place < 4 ? 'a' : 'b'}`}
          className="flex h-14 flex-col justify-center gap-2 px-4"
        >
          <Skeleton className={`h-3.5 max-w-full ${width}`} />
          <Skeleton className="h-3 w-40" />
        </div>
      ))}
    </div>
  );
}
