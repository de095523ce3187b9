'use client';

import { useState } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { leave } from '@/components/query/sign-in-again';
import { startSso } from '@/components/query/sso';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

/** One press to the provider that a link or a session names. */
export function SsoStart({
  connectionId,
  intent,
  label,
  returnTo,
}: {
  connectionId: string;
  intent: 'sign_in' | 'confirm';
  label: string;
  returnTo: string;
}) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function start() {
    setBusy(true);
    setRefusal(undefined);
    try {
      leave(await startSso(connectionId, { intent, return_to: returnTo }));
    } catch (error) {
      setRefusal(describeError(error).description);
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      <Button size="lg" busy={busy} onClick={start}>
        {label}
      </Button>
    </div>
  );
}
