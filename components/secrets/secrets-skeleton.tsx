import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';

const TILES = ['a', 'b', 'c', 'd'];
const ROWS = ['w-32', 'w-44', 'w-28', 'w-40', 'w-36', 'w-48'];

/** The shape of the board, so that nothing jumps when it arrives. */
export function SecretsSkeleton() {
  return (
    <div role="status" aria-label="Loading secrets">
      <div className="mb-5 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {TILES.map((tile) => (
          <Skeleton key={tile} className="h-[4.5rem]" />
        ))}
      </div>
      <Card className="overflow-hidden">
        <div className="border-b p-3">
          <Skeleton className="h-8 sm:w-48" />
        </div>
        <ul className="divide-y" aria-hidden>
          {ROWS.map((width) => (
            <li key={width} className="flex h-[3.25rem] items-center gap-6 px-4">
              <Skeleton className={`h-4 ${width}`} />
              <Skeleton className="h-4 w-16" />
              <Skeleton className="ml-auto h-4 w-24" />
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
