'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardFooter, CardHeader, CardTitle } from '@/components/ui/card';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import { hasKeys } from './authentication';
import { EndSecretTokens } from './end-secret-tokens';
import { RetireLastDialog } from './retire-last-dialog';
import { SecretAgeBadge } from './secret-badge';
import { SecretFacts } from './secret-facts';
import { SecretHint } from './secret-hint';

/** One live secret, when no switch is to be watched. */
export function SecretCard({
  client,
  secret,
  mayAct,
}: {
  client: ClientView;
  secret: SecretView;
  mayAct: boolean;
}) {
  const [retiring, setRetiring] = useState(false);
  return (
    <Card>
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          {secret.state === 'current' ? 'Current' : 'Old'} secret{' '}
          <SecretHint hint={secret.hint} className="text-muted-foreground" />
        </CardTitle>
        <CardAction className="text-muted-foreground text-xs">
          Age <SecretAgeBadge secret={secret} />
        </CardAction>
      </CardHeader>
      <CardContent>
        <SecretFacts secret={secret} className="gap-x-8 lg:grid lg:grid-cols-2" />
      </CardContent>
      {mayAct ? (
        <CardFooter className="justify-end empty:hidden">
          <EndSecretTokens client={client} secret={secret} />
          {hasKeys(client) ? (
            <>
              <Button variant="outline" size="sm" onClick={() => setRetiring(true)}>
                Retire secret
              </Button>
              <RetireLastDialog
                client={client}
                secret={secret}
                open={retiring}
                onClose={() => setRetiring(false)}
              />
            </>
          ) : null}
        </CardFooter>
      ) : null}
    </Card>
  );
}
