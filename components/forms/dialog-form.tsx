'use client';

import type { ComponentProps, FormEventHandler, ReactNode } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';

/** A dialog around a `DialogForm`, which is there only while it is open: so is what was typed. */
export function FormDialog({
  open,
  onClose,
  ...content
}: { open: boolean; onClose: () => void } & ComponentProps<typeof DialogContent>) {
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <DialogContent {...content} />
    </Dialog>
  );
}

export function DialogForm({
  title,
  description,
  action,
  dismiss = 'Cancel',
  busy,
  refusal,
  onSubmit,
  onDismiss,
  children,
}: {
  title: string;
  description: string;
  /** The label of the button that sends it. */
  action: string;
  dismiss?: string;
  busy: boolean;
  /** Why it was refused, where that is not said at a field. */
  refusal: string | undefined;
  onSubmit: FormEventHandler<HTMLFormElement>;
  onDismiss: () => void;
  children: ReactNode;
}) {
  return (
    <form onSubmit={onSubmit} noValidate className="flex min-h-0 flex-1 flex-col">
      <DialogHeader>
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>{description}</DialogDescription>
      </DialogHeader>
      <DialogBody>
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
        {children}
      </DialogBody>
      <DialogFooter>
        <Button variant="outline" onClick={onDismiss}>
          {dismiss}
        </Button>
        <Button type="submit" busy={busy}>
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}
