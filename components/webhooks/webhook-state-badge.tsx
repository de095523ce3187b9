import { Badge } from '@/components/ui/badge';
import { StatusDot } from '@/components/ui/status-dot';
import type { WebhookView } from '@/lib/contract/webhooks';

/** How it is with an endpoint, in a word. */
export function WebhookStateBadge({
  webhook,
}: {
  webhook: Pick<WebhookView, 'enabled' | 'failing_since' | 'disabled_reason'>;
}) {
  const [tone, words] = !webhook.enabled
    ? webhook.disabled_reason
      ? (['failing', 'Switched off: it failed'] as const)
      : (['neutral', 'Off'] as const)
    : webhook.failing_since
      ? (['soon', 'Failing'] as const)
      : (['ok', 'On'] as const);
  return (
    <Badge variant="outline" className="text-foreground">
      <StatusDot tone={tone} />
      {words}
    </Badge>
  );
}
