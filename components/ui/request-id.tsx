import { cn } from './cn';
import { Copyable } from './copyable';

/** What support asks for first. */
export function RequestId({ value, className }: { value: string; className?: string }) {
  return (
    <span
      className={cn('inline-flex max-w-full items-center gap-1.5 text-muted-foreground text-xs', className)}
    >
      Request ID
      <Copyable value={value} label="Copy request ID" />
    </span>
  );
}
