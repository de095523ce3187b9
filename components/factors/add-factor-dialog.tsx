'use client';

import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import type { AddedFactor } from '@/lib/contract/factors';
import { PasskeyForm } from './passkey-form';
import { TotpSteps } from './totp-steps';

export function AddFactorDialog({
  kind,
  replaces,
  onClose,
  onAdded,
}: {
  kind: 'totp' | 'passkey' | undefined;
  /** Whether there is an app already. */
  replaces: boolean;
  onClose: () => void;
  onAdded: (added: AddedFactor) => void;
}) {
  const done = (words: string) => (added: AddedFactor) => {
    // The dialog with the codes says it, and a toast would lie over its button on a phone.
    if (!added.recovery_codes) toast.success(words);
    onAdded(added);
  };
  return (
    <Dialog open={kind !== undefined} onOpenChange={(open) => (open ? undefined : onClose())}>
      {kind ? (
        <DialogContent className="sm:max-w-sm">
          <DialogHeader>
            <DialogTitle>{kind === 'totp' ? 'Authenticator app' : 'Add a passkey'}</DialogTitle>
            <DialogDescription>
              {replaces ? 'The app you have goes on until this one is turned on. ' : ''}
              This signs you out everywhere else.
            </DialogDescription>
          </DialogHeader>
          <DialogBody className="pb-5">
            {kind === 'totp' ? (
              <TotpSteps onAdded={done('Your authenticator app is on')} />
            ) : (
              <PasskeyForm onAdded={done('Your passkey is ready')} />
            )}
          </DialogBody>
        </DialogContent>
      ) : null}
    </Dialog>
  );
}
