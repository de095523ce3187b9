import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { RequestId } from './request-id';

export function ErrorState({
  title = 'This could not be loaded',
  description,
  requestId,
  onRetry,
  retrying = false,
  action,
  heading: Heading = 'h2',
  className,
}: {
  title?: string;
  description?: ReactNode;
  requestId?: string;
  onRetry?: () => void;
  retrying?: boolean;
  action?: ReactNode;
  /** `h1` where it is all the page has. */
  heading?: 'h1' | 'h2';
  className?: string;
}) {
  return (
    <div
      data-slot="error-state"
      role="alert"
      className={cn('flex flex-col items-center gap-3 px-6 py-12 text-center', className)}
    >
      <span className="flex size-10 items-center justify-center rounded-md bg-overdue-soft text-overdue">
        <CircleAlert aria-hidden className="size-5" />
      </span>
      <div className="flex max-w-full flex-col items-center gap-1">
        <Heading className="font-semibold text-base">{title}</Heading>
        {description ? <p className="max-w-md text-muted-foreground text-sm">{description}</p> : null}
        {requestId ? <RequestId value={requestId} className="mt-1" /> : null}
      </div>
      {onRetry || action ? (
        <div className="mt-1 flex flex-wrap justify-center gap-2">
          {onRetry ? (
            <Button variant="outline" size="sm" busy={retrying} onClick={onRetry}>
              Try again
            </Button>
          ) : null}
          {action}
        </div>
      ) : null}
    </div>
  );
}
