'use client';

import { FileCheck2 } from 'lucide-react';
import { useState } from 'react';
import { EvidenceDialog } from '@/components/evidence/evidence-dialog';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { RotateFromBoard } from './rotate-from-board';
import { SecretsBoard } from './secrets-board';

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
      {rotating ? <RotateFromBoard clientId={rotating} onClose={() => setRotating(undefined)} /> : null}
      <SecretsBoard onRotate={({ client }) => setRotating(client.client_id)} />
      <EvidenceDialog open={exporting} onClose={() => setExporting(false)} />
    </>
  );
}
