'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { answerStepUp } from '@/components/query/confirm-it-is-you';
import { describeError } from '@/components/query/portal-api-error';
import { goToSignIn } from '@/components/query/sign-in-again';
import { readStepUp } from '@/components/query/step-up';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import type { ProofKind } from '@/lib/contract/factors';
import { ProofForm } from './proof-form';

type Found = { methods: ProofKind[] } | { failure: string };

/**
 * Whatever is refused until the person confirms who they are waits for this one dialog, and goes on by itself: no page
 * needs code of its own, and nothing typed is lost.
 */
export function StepUpProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState(false);
  const [found, setFound] = useState<Found>();
  const settle = useRef<(proven: boolean) => void>(undefined);

  useEffect(
    () =>
      answerStepUp(() => {
        setFound(undefined);
        setAsked(true);
        readStepUp().then(
          ({ methods }) => setFound({ methods }),
          (error: unknown) => setFound({ failure: describeError(error).description }),
        );
        return new Promise<boolean>((resolve) => {
          settle.current = resolve;
        });
      }),
    [],
  );

  function close(proven: boolean) {
    setAsked(false);
    settle.current?.(proven);
  }

  return (
    <>
      {children}
      <Dialog open={asked} onOpenChange={(open) => (open ? undefined : close(false))}>
        <DialogContent className="sm:max-w-sm">
          <DialogHeader>
            <DialogTitle>Confirm it is you</DialogTitle>
            <DialogDescription>
              This needs proof of the last five minutes. What you were doing then goes on by itself.
            </DialogDescription>
          </DialogHeader>
          <DialogBody className="pb-5">
            {found === undefined ? (
              <div role="status" aria-label="Loading" className="flex flex-col gap-3">
                <Skeleton className="h-9 w-full" />
                <Skeleton className="h-10 w-full" />
              </div>
            ) : null}
            {found && 'failure' in found ? <Alert variant="destructive">{found.failure}</Alert> : null}
            {found && 'methods' in found ? content(found.methods) : null}
          </DialogBody>
        </DialogContent>
      </Dialog>
    </>
  );

  function content(methods: ProofKind[]) {
    if (methods.length > 0) return <ProofForm methods={methods} onProven={() => close(true)} />;
    return (
      <>
        <Alert>Your account has neither a password nor a second factor here: sign in once more.</Alert>
        <Button onClick={() => goToSignIn('confirm')}>Sign in again</Button>
      </>
    );
  }
}
