'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { downloadText } from '@/components/clients/download-text';
import { useLeaveGuard } from '@/components/shell/use-leave-guard';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';

/** Ten codes, shown this once. Only whoever has copied or downloaded them goes on. */
export function RecoveryCodes({
  codes,
  action,
  onKept,
}: {
  codes: readonly string[];
  action: string;
  onKept: () => void;
}) {
  const [kept, setKept] = useState(false);
  useLeaveGuard(!kept);
  const text = `Recovery codes for Gooclaim Auth. Each works once.\n\n${codes.join('\n')}\n`;
  return (
    <div className="flex flex-col gap-4">
      <ul
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-1.5 rounded-md border bg-muted px-4 py-3 font-mono text-xs"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="grid grid-cols-2 gap-2">
        <CopyButton
          value={codes.join('\n')}
          label="Copy codes"
          showLabel
          variant="outline"
          size="default"
          onCopied={() => setKept(true)}
        />
        <Button
          variant="outline"
          onClick={() => {
            downloadText('gooclaim-recovery-codes.txt', text);
            setKept(true);
          }}
        >
          <Download aria-hidden />
          Download
        </Button>
      </div>
      <Button size="lg" disabled={!kept} onClick={onKept}>
        {action}
      </Button>
    </div>
  );
}

export const RECOVERY_WORDS =
  'Keep these where your phone is not. Each lets you in once when your second factor is lost. They are shown this once.';
