'use client';

import { useRef, useState } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { goToSignIn } from '@/components/query/sign-in-again';
import { Alert } from '@/components/ui/alert';
import {
  AlertDialog,
  AlertDialogBody,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { clock } from '@/components/ui/duration';
import { SignOutButton } from './sign-out-button';

export function SessionWarning({
  open,
  remaining,
  final,
  onStay,
}: {
  open: boolean;
  /** Milliseconds. */
  remaining: number;
  /** The session has reached its greatest age; no refresh reaches further. */
  final: boolean;
  onStay: () => Promise<void>;
}) {
  const first = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();

  async function stay() {
    setBusy(true);
    setError(undefined);
    try {
      await onStay();
    } catch (cause) {
      setError(describeError(cause).description);
    } finally {
      setBusy(false);
    }
  }

  return (
    <AlertDialog open={open}>
      {/* Escape would close it without an answer, and the session would end behind it. */}
      <AlertDialogContent
        onEscapeKeyDown={(event) => event.preventDefault()}
        onOpenAutoFocus={(event) => {
          // Not "Sign out", which comes first: a stray Enter must not do that.
          event.preventDefault();
          first.current?.focus();
        }}
        className="sm:max-w-md"
      >
        <AlertDialogHeader>
          <AlertDialogTitle>Your session is about to end</AlertDialogTitle>
          <AlertDialogDescription>
            {final
              ? 'It has lasted as long as a session may. Sign in again to go on; this page will be waiting.'
              : 'Nothing has happened here for a while. What you have typed is kept if you sign in again.'}
          </AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogBody>
          <p role="timer" className="font-medium font-mono text-2xl tabular-nums">
            {clock(remaining)}
          </p>
          {error ? <Alert variant="destructive">{error}</Alert> : null}
        </AlertDialogBody>
        <AlertDialogFooter>
          <SignOutButton variant="outline" />
          {final ? (
            <Button ref={first} onClick={() => goToSignIn()}>
              Sign in again
            </Button>
          ) : (
            <Button ref={first} onClick={stay} busy={busy}>
              Stay signed in
            </Button>
          )}
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
