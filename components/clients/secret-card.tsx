import { Card, CardAction, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { calendarDay } from '@/components/ui/exact-time';
import type { SecretView } from '@/lib/contract/portal';
import { secretAge } from './secret-age';
import { SecretAgeBadge } from './secret-badge';
import { SecretFacts } from './secret-facts';
import { SecretHint } from './secret-hint';

/** The one live secret, when there is no rotation. */
export function SecretCard({ secret }: { secret: SecretView }) {
  const { dueAt } = secretAge(secret, 0);
  return (
    <Card>
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          Current secret <SecretHint hint={secret.hint} className="text-muted-foreground" />
        </CardTitle>
        <CardAction>
          <SecretAgeBadge secret={secret} />
        </CardAction>
      </CardHeader>
      <CardContent>
        <SecretFacts secret={secret} due={calendarDay(dueAt)} />
      </CardContent>
    </Card>
  );
}
