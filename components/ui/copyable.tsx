import { cn } from './cn';
import { CopyButton } from './copy-button';

/** An id in monospace with its copy button. */
export function Copyable({
  value,
  label,
  shown = value,
  className,
}: {
  value: string;
  label: string;
  shown?: string;
  className?: string;
}) {
  return (
    <span className={cn('inline-flex min-w-0 max-w-full items-center gap-1', className)}>
      <code className="truncate font-mono text-xs" title={shown === value ? undefined : value}>
        {shown}
      </code>
      <CopyButton value={value} label={label} className="-my-1" />
    </span>
  );
}
