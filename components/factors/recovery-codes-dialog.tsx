'use client';

import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { RECOVERY_WORDS, RecoveryCodes } from './recovery-codes';

/** Closes only by its own button: what it shows is shown once. */
export function RecoveryCodesDialog({ codes, onKept }: { codes: string[] | null; onKept: () => void }) {
  const stay = (event: Event) => event.preventDefault();
  return (
    <Dialog open={codes !== null}>
      {codes ? (
        <DialogContent
          showCloseButton={false}
          onEscapeKeyDown={stay}
          onInteractOutside={stay}
          className="sm:max-w-md"
        >
          <DialogHeader className="pr-5">
            <DialogTitle>Your recovery codes</DialogTitle>
            <DialogDescription>{RECOVERY_WORDS}</DialogDescription>
          </DialogHeader>
          <DialogBody className="pb-5">
            <RecoveryCodes codes={codes} action="I have kept them" onKept={onKept} />
          </DialogBody>
        </DialogContent>
      ) : null}
    </Dialog>
  );
}
