'use client';

import { FileCheck2 } from 'lucide-react';
import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { isOpen, lazyDialog } from '@/components/ui/lazy-dialog';
import { SecretsBoard } from './secrets-board';

const EvidenceDialog = lazyDialog(
  async () => (await import('@/components/evidence/evidence-dialog')).EvidenceDialog,
  isOpen,
);
const RotateFromBoard = lazyDialog(
  async () => (await import('./rotate-from-board')).RotateFromBoard,
  ({ clientId }) => clientId !== undefined,
);

export function SecretsPage() {
  const [rotating, setRotating] = useState<string>();
  const [exporting, setExporting] = useState(false);
  return (
    <>
      <PageHeader
        title="Secrets"
        description="Every secret that works, what is due first coming first."
        actions={
          <Button variant="outline" onClick={() => setExporting(true)}>
            <FileCheck2 aria-hidden />
            Evidence
          </Button>
        }
      />
      <RotateFromBoard clientId={rotating} onClose={() => setRotating(undefined)} />
      <SecretsBoard onRotate={({ client }) => setRotating(client.client_id)} />
      <EvidenceDialog open={exporting} onClose={() => setExporting(false)} />
    </>
  );
}
