import { Skeleton } from '@/components/ui/skeleton';

const ROWS = ['w-32', 'w-44', 'w-28', 'w-40', 'w-36'];

/** The shape of the list, so that nothing jumps when it arrives. */
export function ClientsSkeleton() {
  return (
    <div role="status" aria-label="Loading clients">
      <div className="flex flex-col gap-2 border-b p-3 sm:flex-row">
        <Skeleton className="h-8 sm:w-80" />
        <Skeleton className="h-8 sm:w-52" />
      </div>
      <ul className="divide-y" aria-hidden>
        {ROWS.map((width) => (
          <li key={width} className="flex h-14 items-center gap-6 px-4 md:h-[45px]">
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="hidden h-4 w-40 md:block" />
            <Skeleton className="h-4 w-16" />
            <Skeleton className="hidden h-4 w-44 md:block" />
            <Skeleton className="ml-auto h-4 w-14" />
          </li>
        ))}
      </ul>
    </div>
  );
}
