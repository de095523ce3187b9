import { Badge } from '@/components/ui/badge';
import { StatusDot } from '@/components/ui/status-dot';
import type { ClientView } from '@/lib/contract/portal';

export function ClientStatusBadge({ status }: { status: ClientView['status'] }) {
  return (
    <Badge variant="outline" className="text-foreground">
      <StatusDot tone={status === 'active' ? 'ok' : 'neutral'} />
      {status === 'active' ? 'Active' : 'Disabled'}
    </Badge>
  );
}
