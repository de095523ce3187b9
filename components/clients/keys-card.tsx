'use client';

import { useState } from 'react';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card';
import { Copyable } from '@/components/ui/copyable';
import type { ClientView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { hasKeys } from './authentication';
import { KeyList } from './key-list';
import { asKeySet } from './key-set-text';
import { LastUse } from './last-use';
import { type KeyTask, RegisterKeysDialog } from './register-keys-dialog';
import { type Removal, RemoveKeysDialog } from './remove-keys-dialog';

/** The public keys a client authenticates with (private_key_jwt). */
export function KeysCard({ client }: { client: ClientView }) {
  const { user } = useSession();
  const [task, setTask] = useState<KeyTask>();
  const [removal, setRemoval] = useState<Removal>();
  const mayEdit = may(user.role, 'client:edit');
  const { jwks, jwks_uri } = client;

  function removeOne(index: number) {
    if (!jwks) return;
    const kid = jwks.keys[index]?.kid;
    const rest = asKeySet({ keys: jwks.keys.filter((_, other) => other !== index) });
    setRemoval({
      what: typeof kid === 'string' ? `the key ${kid}` : 'this key',
      change: rest ? { jwks: rest, jwks_uri: null } : { jwks: null, jwks_uri: null },
    });
  }

  return (
    <Card>
      <CardHeader>
        <CardTitle>Keys</CardTitle>
        <CardDescription>
          With private_key_jwt the client signs with a private key that never leaves it, and no secret is
          sent. Only its public keys are here.
        </CardDescription>
      </CardHeader>
      <CardContent>{content()}</CardContent>
      {mayEdit && client.profile === 'gooclaim' ? (
        <CardFooter className="justify-end">{actions()}</CardFooter>
      ) : null}
      <RegisterKeysDialog client={client} task={task} onClose={() => setTask(undefined)} />
      <RemoveKeysDialog client={client} removal={removal} onClose={() => setRemoval(undefined)} />
    </Card>
  );

  function actions() {
    if (!hasKeys(client))
      return (
        <Button variant="outline" onClick={() => setTask('register')}>
          Register keys
        </Button>
      );
    return (
      <>
        {jwks_uri === null ? (
          <Button variant="outline" onClick={() => setTask('add')}>
            Add keys
          </Button>
        ) : (
          <Button
            variant="outline"
            onClick={() =>
              setRemoval({ what: 'the address of the keys', change: { jwks: null, jwks_uri: null } })
            }
          >
            Remove
          </Button>
        )}
        <Button variant="outline" onClick={() => setTask('replace')}>
          {jwks_uri === null ? 'Replace all' : 'Replace'}
        </Button>
      </>
    );
  }

  function content() {
    if (jwks)
      return <KeyList keys={jwks.keys} uses={client.key_uses} onRemove={mayEdit ? removeOne : undefined} />;
    if (jwks_uri !== null)
      return (
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
          <span className="shrink-0 text-muted-foreground">Read from</span>
          <Copyable value={jwks_uri} label="Copy JWKS URL" />
          <span className="ml-auto shrink-0">
            <LastUse use={client.key_uses[0]?.last_use ?? null} />
          </span>
        </div>
      );
    return (
      <p className="text-muted-foreground text-sm">
        {client.profile === 'opencrvs'
          ? 'Not with the OpenCRVS profile: its systems send a secret.'
          : 'None registered.'}
      </p>
    );
  }
}
