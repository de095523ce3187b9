import { cn } from '@/components/ui/cn';

/** "…a1b2": enough to tell two secrets apart. */
export function SecretHint({ hint, className }: { hint: string; className?: string }) {
  return (
    <code className={cn('font-mono text-xs', className)} title="The last four characters">
      …{hint}
    </code>
  );
}
