'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { answerStepUp } from '@/components/query/confirm-it-is-you';
import { describeError } from '@/components/query/portal-api-error';
import { readStepUp } from '@/components/query/step-up';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import type { Found } from './step-up-dialog';

const StepUpDialog = lazyDialog(async () => (await import('./step-up-dialog')).StepUpDialog, isOpen);

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
      <StepUpDialog open={asked} found={found} onProven={() => close(true)} onClose={() => close(false)} />
    </>
  );
}
