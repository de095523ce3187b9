import { Badge } from '@/components/ui/badge';
import { StatusDot } from '@/components/ui/status-dot';
import type { AppView } from '@/lib/contract/apps';

export function AppStatusBadge({ status }: Pick<AppView, 'status'>) {
  return (
    <Badge variant="outline" className="text-foreground">
      <StatusDot tone={status === 'active' ? 'ok' : 'neutral'} />
      {status === 'active' ? 'Active' : 'Disabled'}
    </Badge>
  );
}
