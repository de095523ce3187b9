import { Card, CardAction, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import type { SecretView } from '@/lib/contract/portal';
import { SecretAgeBadge } from './secret-badge';
import { SecretFacts } from './secret-facts';
import { SecretHint } from './secret-hint';

/** The one live secret, when there is no rotation. */
export function SecretCard({ secret }: { secret: SecretView }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          Current secret <SecretHint hint={secret.hint} className="text-muted-foreground" />
        </CardTitle>
        <CardAction className="text-muted-foreground text-xs">
          Age <SecretAgeBadge secret={secret} />
        </CardAction>
      </CardHeader>
      <CardContent>
        <SecretFacts secret={secret} className="gap-x-8 lg:grid lg:grid-cols-2" />
      </CardContent>
    </Card>
  );
}
