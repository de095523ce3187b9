'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { Alert } from '@/components/ui/alert';
import {
  AlertDialog,
  AlertDialogBody,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';

/** Asks once more, does it, and stays open with the reason when it was refused. */
export function ConfirmPanel({
  open,
  onClose,
  title,
  description,
  action,
  dismiss = 'Go back',
  destructive = false,
  ready = true,
  onConfirm,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  description: ReactNode;
  /** The label of the button that does it. */
  action: string;
  dismiss?: string;
  destructive?: boolean;
  ready?: boolean;
  onConfirm: () => Promise<unknown>;
  children?: ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => {
    if (open) setRefusal(undefined);
  }, [open]);

  async function confirm() {
    setBusy(true);
    setRefusal(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setRefusal(describeError(error).description);
    } finally {
      setBusy(false);
    }
  }

  return (
    <AlertDialog open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <AlertDialogContent className="sm:max-w-md">
        <AlertDialogHeader>
          <AlertDialogTitle>{title}</AlertDialogTitle>
          <AlertDialogDescription>{description}</AlertDialogDescription>
        </AlertDialogHeader>
        {children || refusal ? (
          <AlertDialogBody>
            {children}
            {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
          </AlertDialogBody>
        ) : (
          <div className="h-4" />
        )}
        <AlertDialogFooter>
          <AlertDialogCancel>{dismiss}</AlertDialogCancel>
          <Button
            variant={destructive ? 'destructive' : 'default'}
            disabled={!ready}
            busy={busy}
            onClick={confirm}
          >
            {action}
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
