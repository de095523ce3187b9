import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

/** Says what belongs here and what to do first. */
export function EmptyState({
  icon: Icon,
  title,
  description,
  action,
  heading: Heading = 'h2',
  className,
}: {
  icon?: LucideIcon;
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  /** `h1` where it is all the page has. */
  heading?: 'h1' | 'h2';
  className?: string;
}) {
  return (
    <div
      data-slot="empty-state"
      className={cn('flex flex-col items-center gap-3 px-6 py-12 text-center', className)}
    >
      {Icon ? (
        <span className="flex size-10 items-center justify-center rounded-md border bg-muted text-muted-foreground">
          <Icon aria-hidden className="size-5" />
        </span>
      ) : null}
      <div className="flex flex-col gap-1">
        <Heading className="font-semibold text-base">{title}</Heading>
        {description ? <p className="max-w-md text-muted-foreground text-sm">{description}</p> : null}
      </div>
      {action ? <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
