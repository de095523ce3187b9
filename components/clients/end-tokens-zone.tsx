'use client';

import { useState } from 'react';
import { useClientAction } from '@/components/query/clients';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Zone } from '@/components/shell/zone';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { ClientView } from '@/lib/contract/portal';
import { tokenLifeWords } from './token-life';

/** For a token that leaked: the secrets stay, and whoever has one simply gets a new token. */
export function EndTokensZone({ client }: { client: ClientView }) {
  const act = useClientAction(client.client_id);
  const [asking, setAsking] = useState(false);
  return (
    <Zone
      title="End all tokens"
      description="Every token issued so far is refused at introspection. Its secrets and keys keep working."
      button={
        <Button variant="outline" onClick={() => setAsking(true)}>
          End all tokens
        </Button>
      }
    >
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`End all tokens of ${client.name}?`}
        description={`Its callers need a new token for their next call. An API that verifies tokens by itself accepts the old ones until they expire, ${tokenLifeWords(client)} after they were issued.`}
        action="End all tokens"
        destructive
        onConfirm={async () => {
          await act.mutateAsync('end-tokens');
          toast.success(`All tokens of ${client.name} are ended`);
        }}
      />
    </Zone>
  );
}
