'use client';

import { goToSignIn } from '@/components/query/sign-in-again';
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

export type Found = { methods: ProofKind[] } | { failure: string };

export function StepUpDialog({
  open,
  found,
  onProven,
  onClose,
}: {
  open: boolean;
  /** What the person can prove; undefined until it is known. */
  found: Found | undefined;
  onProven: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
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
  );

  function content(methods: ProofKind[]) {
    if (methods.length > 0) return <ProofForm methods={methods} onProven={onProven} />;
    return (
      <>
        <Alert>Your account has neither a password nor a second factor here: sign in once more.</Alert>
        <Button onClick={() => goToSignIn('confirm')}>Sign in again</Button>
      </>
    );
  }
}
