'use client';

import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '@/components/shell/session-context';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { ClientView, NewSecretAnswer } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { OneTimeSecretDialog } from './one-time-secret-dialog';
import { RotateDialog } from './rotate-dialog';
import { currentSecret, exposedSecret, oldSecret } from './secret-age';
import { SecretCard } from './secret-card';
import { SecretHistory } from './secret-history';
import { SwitchPanel } from './switch-panel';

export function SecretsTab({ client }: { client: ClientView }) {
  const { user } = useSession();
  const [rotating, setRotating] = useState(false);
  const [made, setMade] = useState<NewSecretAnswer | null>(null);
  const current = currentSecret(client);
  const old = oldSecret(client);
  const exposed = exposedSecret(client);
  const mayRotate = may(user.role, 'secret:rotate');
  const ended = client.secrets.filter((secret) => secret.state === 'expired' || secret.state === 'retired');

  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted-foreground text-sm">
          {old
            ? 'Two secrets are live. Finish this rotation before the next.'
            : 'At most two secrets are live at a time: while you rotate, the old one keeps working.'}
        </p>
        {mayRotate ? (
          <Button disabled={old !== undefined} onClick={() => setRotating(true)}>
            <RotateCw aria-hidden />
            Rotate secret
          </Button>
        ) : null}
      </div>

      {exposed ? (
        <Alert variant="destructive" role="status">
          The secret ending in <code className="font-mono">{exposed.hint}</code> was sent in a URL, where
          proxies and logs keep it. Rotate it, and retire it as soon as nothing uses it.
        </Alert>
      ) : null}

      {current && old ? <SwitchPanel client={client} fresh={current} old={old} mayAct={mayRotate} /> : null}
      {current && !old ? <SecretCard secret={current} /> : null}
      {current || old ? null : (
        <Alert variant="destructive">No secret of this client is live: it cannot get tokens.</Alert>
      )}

      {ended.length > 0 ? <SecretHistory secrets={ended} /> : null}

      {mayRotate ? (
        <RotateDialog
          client={client}
          open={rotating}
          onClose={() => setRotating(false)}
          onRotated={(answer) => {
            setMade(answer);
            setRotating(false);
          }}
        />
      ) : null}
      <OneTimeSecretDialog answer={made} title="Store the new secret now" onStored={() => setMade(null)} />
    </div>
  );
}
