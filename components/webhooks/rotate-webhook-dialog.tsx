'use client';

import { useState } from 'react';
import { rotateWebhookSecret } from '@/components/query/webhooks';
import { ConfirmPanel } from '@/components/shell/confirm-panel';
import { ChoiceGroup } from '@/components/ui/choice-group';
import {
  type RotateWebhookSecret,
  WEBHOOK_OVERLAPS,
  type WebhookSecretAnswer,
} from '@/lib/contract/webhooks';

type Overlap = RotateWebhookSecret['overlap_seconds'];

const MEANINGS: Record<Overlap, string> = {
  86400: 'Time to change one receiver without missing a message.',
  604800: 'For receivers that are changed with their next release.',
  3600: 'For a receiver that is changed now.',
  0: 'From now on messages carry the new signature alone. A receiver without the new secret refuses them.',
};

/** How long messages carry both signatures. */
export function RotateWebhookDialog({
  open,
  webhookId,
  onClose,
  onRotated,
}: {
  open: boolean;
  webhookId: string;
  onClose: () => void;
  onRotated: (answer: WebhookSecretAnswer) => void;
}) {
  const [overlap, setOverlap] = useState<Overlap>(86_400);
  return (
    <ConfirmPanel
      open={open}
      onClose={onClose}
      title="Rotate the signing secret"
      description="A new secret is made and shown once. Until the old one ends, every message carries a signature of each."
      action="Rotate secret"
      dismiss="Keep the secret"
      destructive={overlap === 0}
      onConfirm={async () => onRotated(await rotateWebhookSecret(webhookId, { overlap_seconds: overlap }))}
    >
      <ChoiceGroup
        legend="How long the old secret signs as well"
        value={String(overlap)}
        onChange={(value) => setOverlap(Number(value) as Overlap)}
        choices={WEBHOOK_OVERLAPS.map(({ seconds, words }) => ({
          value: String(seconds),
          label: words,
          description: MEANINGS[seconds],
        }))}
      />
    </ConfirmPanel>
  );
}
