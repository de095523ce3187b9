import { cn } from '@/components/ui/cn';

export function Brand({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 font-semibold text-base tracking-tight', className)}>
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6 shrink-0">
        <rect width="32" height="32" rx="8" className="fill-primary" />
        <path
          d="M21.5 12.2A6.6 6.6 0 1 0 22.6 16H16"
          className="fill-none stroke-primary-foreground"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Gooclaim Auth
    </span>
  );
}
