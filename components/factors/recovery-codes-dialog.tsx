'use client';

import { StoreOnceDialog } from '@/components/shell/store-once-dialog';
import { RECOVERY_WORDS, RecoveryCodes } from './recovery-codes';

export function RecoveryCodesDialog({ codes, onKept }: { codes: string[] | null; onKept: () => void }) {
  if (!codes) return null;
  return (
    <StoreOnceDialog
      title="Your recovery codes"
      description={RECOVERY_WORDS}
      reminder="Copy or download the codes first, then say that you have kept them."
      action="I have kept them"
      onStored={onKept}
      className="sm:max-w-md"
    >
      {(keep) => <RecoveryCodes codes={codes} onKept={keep} />}
    </StoreOnceDialog>
  );
}
