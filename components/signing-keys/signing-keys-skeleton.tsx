import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';

const CARDS = ['w-20', 'w-16'];

export function SigningKeysSkeleton() {
  return (
    <div role="status" aria-label="Loading signing keys" className="flex flex-col gap-5">
      <Skeleton className="h-4 w-80 max-w-full" />
      {CARDS.map((width) => (
        <Card key={width} className="flex flex-col gap-4 p-5">
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="h-4 w-72 max-w-full" />
          <Skeleton className="h-14 w-full" />
        </Card>
      ))}
    </div>
  );
}
