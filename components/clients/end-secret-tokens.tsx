'use client';

import { useState } from 'react';
import { useEndSecretTokens } from '@/components/query/clients';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import { tokenLifeWords } from './token-life';

/** For a token of this secret that leaked: others of the client go on. Absent where there is none, and for who may not. */
export function EndSecretTokens({ client, secret }: { client: ClientView; secret: SecretView }) {
  const { user } = useSession();
  const end = useEndSecretTokens(client.client_id);
  const [asking, setAsking] = useState(false);
  if (!secret.last_use || !may(user.role, 'client:disable')) return null;
  const live = secret.state === 'current' || secret.state === 'old';
  return (
    <>
      <Button
        variant="outline"
        size="sm"
        aria-label={`End the tokens of …${secret.hint}`}
        onClick={() => setAsking(true)}
      >
        End its tokens
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`End the tokens of …${secret.hint}?`}
        description={
          <>
            Every token issued with this secret so far is refused at introspection.{' '}
            {live ? 'The secret itself goes on: its callers get a new token with their next request. ' : ''}
            An API that verifies tokens by itself accepts the old ones until they expire,{' '}
            {tokenLifeWords(client)} after they were issued.
          </>
        }
        action="End its tokens"
        destructive
        onConfirm={async () => {
          await end.mutateAsync(secret.id);
          toast.success(`The tokens of …${secret.hint} are ended`);
        }}
      />
    </>
  );
}
