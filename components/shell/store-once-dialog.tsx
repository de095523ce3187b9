'use client';

import { type ReactNode, useState } from 'react';
import { useLeaveGuard } from '@/components/shell/use-leave-guard';
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

/**
 * The only frame in which anything is shown once. It closes by its own button, and that waits until what it shows was
 * kept.
 */
export function StoreOnceDialog({
  title,
  description,
  reminder,
  action = 'I have stored it',
  onStored,
  children,
  download,
  className = 'sm:max-w-xl',
}: {
  title: string;
  description: string;
  /** For whoever wants to leave before. */
  reminder: string;
  action?: string;
  onStored: () => void;
  /** What is shown, given what to call once it was copied. */
  children: (keep: () => void) => ReactNode;
  /** Another way to keep it, beside the button. */
  download?: (keep: () => void) => ReactNode;
  className?: string;
}) {
  const [kept, setKept] = useState(false);
  const [reminded, setReminded] = useState(false);
  const keep = () => setKept(true);
  useLeaveGuard(!kept, () => setReminded(true));

  function onDismiss(event: Event) {
    event.preventDefault();
    setReminded(true);
  }

  return (
    <Dialog open>
      <DialogContent
        data-shown-once
        showCloseButton={false}
        onEscapeKeyDown={onDismiss}
        onInteractOutside={onDismiss}
        className={className}
      >
        <DialogHeader className="pr-5">
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        <DialogBody>
          {children(keep)}
          {reminded && !kept ? <Alert variant="soon">{reminder}</Alert> : null}
        </DialogBody>
        <DialogFooter className={download && 'sm:justify-between'}>
          {download?.(keep)}
          <Button disabled={!kept} onClick={onStored}>
            {action}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
