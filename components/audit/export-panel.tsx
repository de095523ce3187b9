'use client';

import { useState } from 'react';
import { type AuditQuestion, exportAuditLog } from '@/components/query/audit';
import { describeError } from '@/components/query/portal-api-error';
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { announce } from '@/components/ui/announce';
import { Button } from '@/components/ui/button';
import { downloadBlob } from '@/components/ui/download-text';
import { PopoverPanel, type PopoverPanelProps } from '@/components/ui/popover';
import { RequestId } from '@/components/ui/request-id';
import { EXPORT_FORMATS, EXPORT_ROWS } from '@/lib/contract/audit-export';

type Format = (typeof EXPORT_FORMATS)[number];

export function ExportPanel({ question, ...place }: PopoverPanelProps & { question: AuditQuestion }) {
  const [busy, setBusy] = useState<Format>();
  const [failure, setFailure] = useState<ReturnType<typeof describeError>>();

  async function save(format: Format) {
    if (busy) return;
    setBusy(format);
    setFailure(undefined);
    try {
      const content = await exportAuditLog(question, format);
      downloadBlob(`audit-log-${new Date().toISOString().slice(0, 10)}.${format}`, content);
      announce('The export is saved');
    } catch (error) {
      setFailure(describeError(error));
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <PopoverPanel
      {...place}
      onClose={() => {
        setFailure(undefined);
        place.onClose();
      }}
      aria-label="Export"
      className="flex w-80 max-w-[calc(100vw-1rem)] flex-col gap-3 p-4"
    >
      <p className="text-muted-foreground text-sm">
        The rows that match the filters, newest first, {EXPORT_ROWS.toLocaleString('en')} at most: a file that
        was cut says so at its end. The export is itself in the log.
      </p>
      <div className="flex gap-2">
        {EXPORT_FORMATS.map((format) => (
          <Button
            key={format}
            variant="outline"
            size="sm"
            className="flex-1"
            aria-busy={busy === format}
            onClick={() => save(format)}
          >
            {busy === format ? 'Reading …' : format.toUpperCase()}
          </Button>
        ))}
      </div>
      {failure ? (
        <Alert variant="destructive">
          <AlertTitle>The export failed</AlertTitle>
          <AlertDescription>
            {failure.description}
            {failure.requestId ? <RequestId value={failure.requestId} className="mt-1 flex-wrap" /> : null}
          </AlertDescription>
        </Alert>
      ) : null}
    </PopoverPanel>
  );
}
