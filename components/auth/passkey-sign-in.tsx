'use client';

import { Fingerprint } from 'lucide-react';
import { useEffect, useState } from 'react';
import { signWithPasskey } from '@/components/factors/ceremony';
import { useAttempt } from '@/components/factors/use-attempt';
import { passkeySignInOptions } from '@/components/query/account';
import { leave } from '@/components/query/sign-in-again';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { whenIdle } from '@/components/ui/when-idle';
import { REFUSALS, signInWithPasskey } from './sign-in';

/** Without an email: the passkey says who it is. */
export function PasskeySignIn({ returnTo }: { returnTo: string }) {
  const [supported, setSupported] = useState(true);
  const [refusal, setRefusal] = useState<string>();
  const { busy, failure, attempt } = useAttempt();
  useEffect(() => setSupported('PublicKeyCredential' in window), []);
  // The browser asks for the passkey soon after the click, or not at all.
  useEffect(() => whenIdle(() => void import('@simplewebauthn/browser').catch(() => undefined)), []);
  if (!supported) return null;

  const start = () =>
    attempt(async () => {
      setRefusal(undefined);
      const { options } = await passkeySignInOptions();
      const outcome = await signInWithPasskey(await signWithPasskey(options));
      if (outcome === 'signed_in') leave(returnTo);
      else if (outcome === 'wrong') setRefusal('This passkey was not accepted. Sign in with your password.');
      else setRefusal(REFUSALS[outcome]);
    });

  return (
    <div className="mt-4 flex flex-col gap-4">
      {(refusal ?? failure) ? <Alert variant="destructive">{refusal ?? failure}</Alert> : null}
      <Button variant="outline" size="lg" busy={busy} onClick={start}>
        {busy ? null : <Fingerprint aria-hidden className="text-muted-foreground" />}
        Use a passkey
      </Button>
    </div>
  );
}
