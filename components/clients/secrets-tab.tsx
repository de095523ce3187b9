'use client';

import { RotateCw, SearchCheck } from 'lucide-react';
import { useState } from 'react';
import { useTenant } from '@/components/query/tenant';
import { useSession } from '@/components/shell/session-context';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { TextLink } from '@/components/ui/text-link';
import type { ClientView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { hasKeys } from './authentication';
import { exposureWords } from './exposure-words';
import { KeysCard } from './keys-card';
import { currentSecret, exposedSecret, oldSecret } from './secret-age';
import { SecretCard } from './secret-card';
import { SecretHistory } from './secret-history';
import { SwitchPanel } from './switch-panel';

const SecretRotation = lazyDialog(async () => (await import('./secret-rotation')).SecretRotation, isOpen);
const TestSecretDialog = lazyDialog(
  async () => (await import('./test-secret-dialog')).TestSecretDialog,
  isOpen,
);

export function SecretsTab({ client }: { client: ClientView }) {
  const { user } = useSession();
  const tenant = useTenant();
  const [rotating, setRotating] = useState(false);
  const [testing, setTesting] = useState(false);
  const current = currentSecret(client);
  const old = oldSecret(client);
  const exposed = exposedSecret(client);
  const mayRotate = may(user.role, 'secret:rotate');
  const allowed = tenant.data?.tenant.secrets_allowed ?? true;
  const ended = client.secrets.filter((secret) => secret.state === 'expired' || secret.state === 'retired');
  const live = client.secrets.filter((secret) => secret.state === 'current' || secret.state === 'old');

  return (
    <div className="flex flex-col gap-5">
      {allowed ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-prose text-muted-foreground text-sm">
            {old
              ? 'Two secrets are live. Finish this rotation before the next.'
              : current
                ? 'At most two secrets are live at a time: while you rotate, the old one keeps working.'
                : 'No secret is live.'}
          </p>
          <div className="flex flex-wrap gap-2">
            {may(user.role, 'secret:test') ? (
              <Button variant="outline" onClick={() => setTesting(true)}>
                <SearchCheck aria-hidden />
                Test a secret
              </Button>
            ) : null}
            {mayRotate ? (
              <Button
                variant={current || !hasKeys(client) ? 'default' : 'outline'}
                disabled={old !== undefined}
                onClick={() => setRotating(true)}
              >
                <RotateCw aria-hidden />
                {current ? 'Rotate secret' : 'Make a secret'}
              </Button>
            ) : null}
          </div>
        </div>
      ) : (
        <Alert variant={hasKeys(client) ? 'info' : 'destructive'} role="status">
          Your tenant allows no shared secrets: every secret is refused, and none can be made.{' '}
          {hasKeys(client) ? null : 'Register a key below, or this client gets no tokens. '}
          <TextLink href="/settings" className="text-current underline">
            Settings
          </TextLink>
        </Alert>
      )}

      {exposed && allowed ? (
        <Alert variant="destructive" role="status">
          The secret ending in <code className="font-mono">{exposed.hint}</code> {exposureWords(exposed)}.{' '}
          {exposed === old ? 'Retire' : 'Rotate it, and retire'} it as soon as nothing uses it.
        </Alert>
      ) : null}

      {allowed && current && old ? (
        <SwitchPanel client={client} fresh={current} old={old} mayAct={mayRotate} />
      ) : (
        live.map((secret) => (
          <SecretCard key={secret.id} client={client} secret={secret} mayAct={mayRotate} />
        ))
      )}
      {allowed && !current && !hasKeys(client) ? (
        <Alert variant="destructive">
          This client has neither a live secret nor a key: it cannot get tokens.
        </Alert>
      ) : null}

      <KeysCard client={client} />

      {ended.length > 0 ? <SecretHistory client={client} secrets={ended} /> : null}

      {mayRotate ? (
        <SecretRotation client={client} open={rotating} onClose={() => setRotating(false)} />
      ) : null}
      <TestSecretDialog client={client} open={testing} onClose={() => setTesting(false)} />
    </div>
  );
}
