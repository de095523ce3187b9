import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';

export function ScopeList({
  scopes,
  most = scopes.length,
  className,
}: {
  scopes: string[];
  /** How many to show before "+2". */
  most?: number;
  className?: string;
}) {
  const rest = scopes.slice(most);
  return (
    <span className={cn('flex flex-wrap items-center gap-1', className)}>
      {scopes.slice(0, most).map((scope) => (
        <Badge key={scope} className="max-w-full font-mono font-normal">
          <span className="truncate">{scope}</span>
        </Badge>
      ))}
      {rest.length > 0 ? (
        <Badge variant="outline" title={rest.join('\n')}>
          +{rest.length}
          <span className="sr-only"> more: {rest.join(', ')}</span>
        </Badge>
      ) : null}
    </span>
  );
}
