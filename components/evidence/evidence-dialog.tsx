'use client';

import { Download, Printer } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { exportEvidence } from '@/components/query/evidence';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
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
import { downloadBlob } from '@/components/ui/download-text';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { serverNow } from '@/components/ui/server-clock';
import { toast } from '@/components/ui/toast';
import { type EvidencePeriod, evidencePeriodSchema } from '@/lib/contract/evidence';

export function EvidenceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <DialogContent>
        <EvidenceForm onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The last quarter of a year, which is what auditors ask for. */
const lastQuarter = (): EvidencePeriod => ({
  from: day(serverNow() - 90 * 86_400_000),
  to: day(serverNow()),
});

function EvidenceForm({ onClose }: { onClose: () => void }) {
  const [period, setPeriod] = useState(lastQuarter);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const parsed = evidencePeriodSchema.safeParse(period);
  const fault = (field: keyof EvidencePeriod) =>
    parsed.error?.issues.find(({ path }) => path[0] === field)?.message;

  async function download() {
    if (!parsed.success) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      downloadBlob(`secrets_${period.from}_${period.to}.csv`, await exportEvidence(parsed.data));
      toast.success('Downloaded', { description: 'That you took it is in the audit log.' });
      onClose();
    } catch (error) {
      const { description, requestId } = describeError(error);
      const id = error instanceof PortalApiError && requestId ? ` Request ${requestId}.` : '';
      setRefusal(`${description}${id}`);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <DialogHeader>
        <DialogTitle>Evidence of rotation</DialogTitle>
        <DialogDescription>
          Every secret that was live in the period: who made, replaced and retired it, and when. Secrets
          themselves are never in it.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="From" error={fault('from')}>
            <Input
              type="date"
              value={period.from}
              onChange={(event) => setPeriod({ ...period, from: event.target.value })}
            />
          </Field>
          <Field label="To" error={fault('to')} hint="Days are in UTC, both included.">
            <Input
              type="date"
              value={period.to}
              onChange={(event) => setPeriod({ ...period, to: event.target.value })}
            />
          </Field>
        </div>
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      </DialogBody>
      <DialogFooter>
        {parsed.success ? (
          <Button asChild variant="outline">
            <Link href={`/secrets/evidence?${new URLSearchParams(parsed.data)}`} target="_blank">
              <Printer aria-hidden />
              Open to print
            </Link>
          </Button>
        ) : null}
        <Button disabled={!parsed.success} busy={busy} onClick={download}>
          <Download aria-hidden />
          Download CSV
        </Button>
      </DialogFooter>
    </>
  );
}
