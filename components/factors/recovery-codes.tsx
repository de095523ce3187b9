'use client';

import { Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { downloadText } from '@/components/ui/download-text';

/** Ten codes, shown this once, and two ways to keep them. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
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
          onCopied={onKept}
        />
        <Button
          variant="outline"
          onClick={() => {
            downloadText('gooclaim-recovery-codes.txt', text);
            onKept();
          }}
        >
          <Download aria-hidden />
          Download
        </Button>
      </div>
    </div>
  );
}

export const RECOVERY_WORDS =
  'Keep these where your phone is not. Each lets you in once when your second factor is lost. They are shown this once.';
