'use client';

import { Fingerprint, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { AuthCard } from '@/components/auth/auth-card';
import { leave } from '@/components/query/sign-in-again';
import { useLeaveGuard } from '@/components/shell/use-leave-guard';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { AddedFactor } from '@/lib/contract/factors';
import { PasskeyForm } from './passkey-form';
import { RECOVERY_WORDS, RecoveryCodes } from './recovery-codes';
import { StepUpProvider } from './step-up-provider';
import { TotpSteps } from './totp-steps';

type Step = 'choice' | 'totp' | 'passkey' | { codes: string[] };

/** For whoever may not go on without one. */
export function SetUpSecondFactor({ tenantName, returnTo }: { tenantName: string; returnTo: string }) {
  const [step, setStep] = useState<Step>('choice');
  const [kept, setKept] = useState(false);
  const [reminded, setReminded] = useState(false);
  useLeaveGuard(typeof step === 'object' && !kept, () => setReminded(true));
  const onAdded = ({ recovery_codes: codes }: AddedFactor) => (codes ? setStep({ codes }) : leave(returnTo));
  const back = (
    <Button variant="link" className="mt-4 w-full" onClick={() => setStep('choice')}>
      Choose another way
    </Button>
  );
  return <StepUpProvider>{content()}</StepUpProvider>;

  function content() {
    if (typeof step === 'object')
      return (
        <AuthCard title="Your recovery codes" description={RECOVERY_WORDS}>
          <RecoveryCodes codes={step.codes} onKept={() => setKept(true)} />
          {reminded && !kept ? (
            <Alert variant="soon" className="mt-4">
              Copy or download the codes first: they are never shown again.
            </Alert>
          ) : null}
          <Button size="lg" className="mt-4 w-full" disabled={!kept} onClick={() => leave(returnTo)}>
            Go on
          </Button>
        </AuthCard>
      );
    if (step === 'totp')
      return (
        <AuthCard title="Authenticator app">
          <TotpSteps onAdded={onAdded} />
          {back}
        </AuthCard>
      );
    if (step === 'passkey')
      return (
        <AuthCard title="Passkey">
          <PasskeyForm onAdded={onAdded} />
          {back}
        </AuthCard>
      );
    return (
      <AuthCard
        title="Set up a second factor"
        description={`${tenantName} asks everybody for one, so that a stolen password alone opens nothing.`}
      >
        <div className="flex flex-col gap-3">
          <Choice
            icon={Fingerprint}
            title="Passkey"
            words="Your fingerprint, face or screen lock. The safest, and nothing to type."
            onChoose={() => setStep('passkey')}
          />
          <Choice
            icon={Smartphone}
            title="Authenticator app"
            words="Six digits from an app on your phone, each time you sign in."
            onChoose={() => setStep('totp')}
          />
        </div>
      </AuthCard>
    );
  }
}

function Choice({
  icon: Icon,
  title,
  words,
  onChoose,
}: {
  icon: typeof Fingerprint;
  title: string;
  words: string;
  onChoose: () => void;
}) {
  return (
    <Button
      variant="outline"
      className="h-auto justify-start gap-3 whitespace-normal px-4 py-3 text-left"
      onClick={onChoose}
    >
      <Icon aria-hidden className="text-muted-foreground" />
      <span className="flex min-w-0 flex-col gap-0.5">
        <span>{title}</span>
        <span className="font-normal text-muted-foreground text-xs">{words}</span>
      </span>
    </Button>
  );
}
