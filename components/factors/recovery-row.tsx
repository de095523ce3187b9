'use client';

import { useState } from 'react';
import { renewRecoveryCodes, useFactorsChanged } from '@/components/query/factors';
import { ConfirmDialog } from '@/components/shell/confirm-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { FactorRow } from './factor-row';

/** Below this it is time for new ones. */
const FEW = 3;

export function RecoveryRow({ left, onCodes }: { left: number; onCodes: (codes: string[] | null) => void }) {
  const changed = useFactorsChanged();
  const [asking, setAsking] = useState(false);
  return (
    <FactorRow
      title="Recovery codes"
      badge={<Badge variant={left < FEW ? 'soon' : 'neutral'}>{left} left</Badge>}
      words="For the day your second factor is lost. Each works once."
    >
      <Button variant="outline" size="sm" onClick={() => setAsking(true)}>
        New codes
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Make new recovery codes?"
        description="The ones you have stop working at once."
        action="Make new codes"
        onConfirm={async () => {
          // What shows them once is there before there are any.
          await import('./recovery-codes-dialog');
          const { recovery_codes } = await renewRecoveryCodes();
          changed();
          onCodes(recovery_codes);
        }}
      />
    </FactorRow>
  );
}
