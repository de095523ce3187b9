'use client';

import { useState } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { leave } from '@/components/query/sign-in-again';
import { startSso, useCheckSso } from '@/components/query/sso';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { StatusDot } from '@/components/ui/status-dot';
import type { SsoCheck, SsoConnectionView } from '@/lib/contract/sso';
import { LastTrial } from './last-trial';

const TONES = { pass: 'ok', fail: 'failing', unknown: 'soon' } as const;
const SPOKEN = { pass: 'Right: ', fail: 'Wrong: ', unknown: 'Not known: ' } as const;

/** Of what is saved, not of what is being typed. */
export function SsoTrialCard({ connection }: { connection: SsoConnectionView }) {
  const check = useCheckSso();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  async function signIn() {
    setBusy(true);
    setRefusal(undefined);
    try {
      leave(await startSso(connection.id, { intent: 'test', return_to: '/settings' }));
    } catch (error) {
      setRefusal(describeError(error).description);
      setBusy(false);
    }
  }

  return (
    // Where a sign-in on trial comes back to; below the bar that stays.
    <Card id="sso-trial" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Try single sign-on</CardTitle>
        <CardDescription>
          With the settings as they are saved. A sign-in on trial leads to the provider and back here; it
          changes nothing and nobody.
        </CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        <div className="flex flex-wrap gap-2">
          <Button variant="outline" busy={check.isPending} onClick={() => check.mutate()}>
            Check the provider
          </Button>
          <Button variant="outline" busy={busy} onClick={signIn}>
            Sign in on trial
          </Button>
        </div>
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
        {check.error ? <Alert variant="destructive">{describeError(check.error).description}</Alert> : null}
        {check.data ? <Checks checks={check.data.checks} /> : null}
        {connection.last_test ? <LastTrial trial={connection.last_test} /> : null}
      </CardContent>
    </Card>
  );
}

function Checks({ checks }: { checks: SsoCheck[] }) {
  return (
    <ul aria-label="Checks of the provider" className="divide-y rounded-md border">
      {checks.map(({ check, outcome, words }) => (
        <li key={check} className="flex gap-3 px-3 py-2 text-sm">
          <StatusDot tone={TONES[outcome]} className="mt-1.5" />
          <p className="min-w-0 flex-1 break-words">
            <span className="sr-only">{SPOKEN[outcome]}</span>
            {words}
          </p>
        </li>
      ))}
    </ul>
  );
}
