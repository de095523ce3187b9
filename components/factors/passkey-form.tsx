'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { addPasskey, offerPasskey } from '@/components/query/factors';
import { deviceWords } from '@/components/sessions/device-words';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { AddedFactor } from '@/lib/contract/factors';
import { makePasskey } from './ceremony';
import { useAttempt } from './use-attempt';

/** Names a passkey, and has the browser make it. */
export function PasskeyForm({ onAdded }: { onAdded: (added: AddedFactor) => void }) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const { busy, failure, attempt } = useAttempt();
  useEffect(() => setName(deviceWords(navigator.userAgent)), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    return attempt(async () => {
      const { renamePasskeySchema } = await import('@/lib/contract/factors');
      const wanted = renamePasskeySchema.safeParse({ name });
      if (!wanted.success) return setError(wanted.error.issues[0]?.message);
      const { options } = await offerPasskey();
      onAdded(await addPasskey(wanted.data.name, await makePasskey(options)));
    });
  }

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <p className="text-sm">
        Your fingerprint, face or screen lock signs you in, on this device or with a security key. Nothing to
        type, and it works on this site only.
      </p>
      {failure ? <Alert variant="destructive">{failure}</Alert> : null}
      <Field label="Name" error={error} hint="To tell your passkeys apart.">
        <Input
          autoComplete="off"
          maxLength={60}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setError(undefined);
          }}
        />
      </Field>
      <Button type="submit" size="lg" busy={busy}>
        Create passkey
      </Button>
    </form>
  );
}
