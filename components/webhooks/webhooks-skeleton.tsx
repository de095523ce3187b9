import { Skeleton } from '@/components/ui/skeleton';

const ROWS = ['w-72', 'w-56', 'w-64'];

export function WebhooksSkeleton({ label = 'Loading webhooks' }: { label?: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y">
      {ROWS.map((width) => (
        <div key={width} className="flex flex-col gap-2 px-4 py-4 sm:px-5">
          <Skeleton className={`h-4 max-w-full ${width}`} />
          <Skeleton className="h-3 w-40" />
        </div>
      ))}
    </div>
  );
}
