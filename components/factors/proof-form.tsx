'use client';

import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { proveFactor, readStepUp } from '@/components/query/step-up';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { ProofKind } from '@/lib/contract/factors';
import { signWithPasskey } from './ceremony';
import { TypedProofForm } from './typed-proof-form';
import { useAttempt } from './use-attempt';

const OTHER_WAY: Record<ProofKind, string> = {
  passkey: 'Use a passkey',
  totp: 'Use your authenticator app',
  recovery: 'Use a recovery code',
  password: 'Use your password',
};

/** Proves one factor, the strongest first, another if the person wishes. */
export function ProofForm({
  methods,
  onProven,
}: {
  /** At least one. */
  methods: readonly ProofKind[];
  onProven: () => void;
}) {
  const [kind, setKind] = useState<ProofKind>(methods[0] ?? 'password');
  const others = methods.filter((other) => other !== kind);
  return (
    <div className="flex flex-col gap-4">
      {kind === 'passkey' ? (
        <PasskeyProof onProven={onProven} />
      ) : (
        <TypedProofForm
          key={kind}
          kind={kind}
          action="Confirm"
          hint={kind === 'recovery' ? 'One of the ten you kept. Each works once.' : undefined}
          onTyped={async (typed) => {
            await proveFactor(kind === 'password' ? { kind, password: typed } : { kind, code: typed });
            onProven();
          }}
        />
      )}
      {others.length > 0 ? (
        <div className="flex flex-wrap justify-center gap-x-4 gap-y-2">
          {others.map((other) => (
            <Button key={other} variant="link" onClick={() => setKind(other)}>
              {OTHER_WAY[other]}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function PasskeyProof({ onProven }: { onProven: () => void }) {
  const { busy, failure, attempt } = useAttempt();
  const prove = () =>
    attempt(async () => {
      // A new challenge every time: the last one may be old.
      const { passkey_options } = await readStepUp();
      const assertion = await signWithPasskey(passkey_options ?? {});
      await proveFactor({ kind: 'passkey', assertion: assertion as never });
      onProven();
    });
  return (
    <>
      {failure ? <Alert variant="destructive">{failure}</Alert> : null}
      <Button size="lg" busy={busy} onClick={prove} autoFocus>
        {busy ? null : <Fingerprint aria-hidden />}
        Use your passkey
      </Button>
    </>
  );
}
