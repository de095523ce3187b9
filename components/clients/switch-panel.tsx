'use client';

import { useState } from 'react';
import { useRotation } from '@/components/query/rotation';
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import {
  Card,
  CardAction,
  CardContent,
  CardDescription,
  CardFooter,
  CardHeader,
  CardTitle,
} from '@/components/ui/card';
import { countdown } from '@/components/ui/duration';
import { exactTime } from '@/components/ui/exact-time';
import { StatusDot } from '@/components/ui/status-dot';
import { useNow } from '@/components/ui/use-now';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import type { UsedSecret } from '@/lib/contract/rotation';
import { CancelRotationDialog } from './cancel-rotation-dialog';
import { EndSecretTokens } from './end-secret-tokens';
import { ExtendDialog } from './extend-dialog';
import { RetireDialog } from './retire-dialog';
import { SecretFacts } from './secret-facts';
import { SecretHint } from './secret-hint';
import { switchAdvice, usedRecently } from './switch-advice';
import { SwitchCallers } from './switch-callers';
import { tokenLife } from './token-life';

/** Two live secrets side by side, as their callers move from one to the other. */
export function SwitchPanel({
  client,
  fresh,
  old,
  mayAct,
}: {
  client: ClientView;
  fresh: SecretView;
  old: SecretView;
  mayAct: boolean;
}) {
  const [asking, setAsking] = useState<'retire' | 'cancel' | 'extend'>();
  const rotation = useRotation(client.client_id).data?.rotation ?? undefined;
  const now = useNow() ?? 0;
  const advice = switchAdvice(fresh, old, now, tokenLife(client) * 1000);
  const quiet = advice.stage === 'old_quiet';
  const end = old.expires_at;
  // One that others have seen gets no more time.
  const extendable = rotation && end && !old.exposed_at && end < rotation.latest_end;

  return (
    <Card>
      <CardHeader>
        <CardTitle>Watch the switch</CardTitle>
        <CardDescription>
          Both secrets work. Move every caller to the new one, then retire the old one.
        </CardDescription>
        <CardAction className="text-muted-foreground text-xs">
          <StatusDot tone="ok" className="animate-pulse motion-reduce:animate-none" />
          Live
        </CardAction>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <div className="grid overflow-hidden rounded-md border max-lg:divide-y lg:grid-cols-2 lg:divide-x">
          <Side
            client={client}
            title="New secret"
            secret={fresh}
            used={rotation?.fresh}
            tone={fresh.last_use ? 'ok' : 'neutral'}
          />
          <Side
            client={client}
            title="Old secret"
            secret={old}
            used={rotation?.old}
            tone={usedRecently(old, now) ? 'soon' : 'neutral'}
          />
        </div>
        <Alert variant={quiet ? 'ok' : 'soon'}>
          <AlertTitle>{advice.sentence}</AlertTitle>
          {advice.reason ? <AlertDescription>{advice.reason}</AlertDescription> : null}
        </Alert>
        {old.expires_at ? (
          <p className="text-muted-foreground text-sm">
            If nobody retires it, the old secret ends by itself in{' '}
            <span className="font-medium text-foreground">{countdown(Date.parse(old.expires_at) - now)}</span>
            , {exactTime(old.expires_at)}: it is refused from then on, and whatever still uses it gets no more
            tokens.
          </p>
        ) : null}
      </CardContent>
      {mayAct ? (
        <CardFooter className="justify-end">
          {extendable ? (
            <Button variant="outline" className="sm:mr-auto" onClick={() => setAsking('extend')}>
              Give it more time
            </Button>
          ) : null}
          <Button variant="outline" onClick={() => setAsking('cancel')}>
            Cancel rotation
          </Button>
          <Button variant={quiet ? 'default' : 'outline'} onClick={() => setAsking('retire')}>
            Retire old secret
          </Button>
        </CardFooter>
      ) : null}
      <RetireDialog
        client={client}
        fresh={fresh}
        old={old}
        open={asking === 'retire'}
        onClose={() => setAsking(undefined)}
      />
      <CancelRotationDialog
        client={client}
        fresh={fresh}
        old={old}
        open={asking === 'cancel'}
        onClose={() => setAsking(undefined)}
      />
      {extendable ? (
        <ExtendDialog
          client={client}
          old={{ ...old, expires_at: end }}
          latestEnd={rotation.latest_end}
          open={asking === 'extend'}
          onClose={() => setAsking(undefined)}
        />
      ) : null}
    </Card>
  );
}

function Side({
  client,
  title,
  secret,
  used,
  tone,
}: {
  client: ClientView;
  title: string;
  secret: SecretView;
  used: UsedSecret | undefined;
  tone: 'ok' | 'soon' | 'neutral';
}) {
  return (
    <section aria-label={title} className="min-w-0 px-4 py-3">
      <h3 className="mb-1 flex items-center gap-2 font-medium text-sm">
        <StatusDot tone={tone} />
        {title}
        <SecretHint hint={secret.hint} className="text-muted-foreground" />
      </h3>
      <SecretFacts secret={secret} />
      <SwitchCallers used={used} />
      <div className="mt-2 empty:hidden">
        <EndSecretTokens client={client} secret={secret} />
      </div>
    </section>
  );
}
