'use client';

import { useState } from 'react';
import { SecretVerdict } from '@/components/clients/secret-verdict';
import { describeError } from '@/components/query/portal-api-error';
import { testSecret } from '@/components/query/secret-test';
import { Button } from '@/components/ui/button';
import type { SecretTest } from '@/lib/contract/secret-diagnosis';

/** Asked only when the person wants to know: until then the secret stays in the browser. */
export function WhoseSecret({ secret }: { secret: string }) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<SecretTest>();
  const [failure, setFailure] = useState<string>();

  async function ask() {
    setBusy(true);
    setFailure(undefined);
    try {
      setResult(await testSecret(undefined, { secret }));
    } catch (error) {
      setFailure(describeError(error).description);
    } finally {
      setBusy(false);
    }
  }

  if (result) return <SecretVerdict result={result} of={undefined} />;
  return (
    <>
      <Button variant="outline" size="sm" busy={busy} onClick={ask} className="self-start text-foreground">
        Whose is it? Sends it to this service
      </Button>
      {failure ? <p role="alert">{failure}</p> : null}
    </>
  );
}
