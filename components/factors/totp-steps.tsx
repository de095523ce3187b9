'use client';

import { useEffect, useRef, useState } from 'react';
import { confirmTotp, offerTotp } from '@/components/query/factors';
import { Alert } from '@/components/ui/alert';
import { CopyButton } from '@/components/ui/copy-button';
import { Skeleton } from '@/components/ui/skeleton';
import type { AddedFactor, OfferedTotp } from '@/lib/contract/factors';
import { failureWords } from './failure-words';
import { QrCode } from './qr-code';
import { TypedProofForm } from './typed-proof-form';

const inFours = (secret: string) => secret.replace(/.{4}(?=.)/g, '$& ');

/** Shows a secret to an authenticator app, and has its first code confirm it. */
export function TotpSteps({ onAdded }: { onAdded: (added: AddedFactor) => void }) {
  const [offer, setOffer] = useState<OfferedTotp>();
  const [failure, setFailure] = useState<string>();
  const begun = useRef(false);
  useEffect(() => {
    // Each offer replaces the one before: only one, also where effects run twice.
    if (begun.current) return;
    begun.current = true;
    offerTotp().then(setOffer, (error: unknown) => setFailure(failureWords(error)));
  }, []);

  if (failure) return <Alert variant="destructive">{failure}</Alert>;
  if (!offer)
    return (
      <div role="status" aria-label="Preparing" className="flex flex-col items-center gap-4">
        <Skeleton className="size-44" />
        <Skeleton className="h-9 w-full" />
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">
        Scan this with an authenticator app, such as Google Authenticator, 1Password or Aegis. Or type the
        key.
      </p>
      <div className="flex justify-center">
        <QrCode text={offer.uri} label="QR code for your authenticator app" />
      </div>
      <div className="flex items-center gap-2 rounded-md border bg-muted py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 break-words font-mono text-xs leading-5">
          {inFours(offer.secret)}
        </code>
        <CopyButton value={offer.secret} label="Copy key" />
      </div>
      <TypedProofForm
        kind="totp"
        action="Turn on"
        hint="The six digits it shows now."
        autoFocus={false}
        onTyped={async (code) => onAdded(await confirmTotp(code))}
      />
    </div>
  );
}
