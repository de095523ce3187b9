'use client';

import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import type { AuditQuestion } from '@/components/query/audit';
import { Button } from '@/components/ui/button';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';

const ExportPanel = lazyDialog(async () => (await import('./export-panel')).ExportPanel, isOpen);

/** What the list shows, as a file. */
export function ExportMenu({ question }: { question: AuditQuestion }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        variant="outline"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Download aria-hidden />
        Export
      </Button>
      <ExportPanel open={open} onClose={() => setOpen(false)} button={button} question={question} />
    </>
  );
}
