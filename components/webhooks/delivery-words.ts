import type { Tone } from '@/components/ui/tone';
import type { DeliveryState, DeliveryView } from '@/lib/contract/webhooks';

export const STATE_NAMES: Record<DeliveryState, string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const toneOf = ({ state, tries }: Pick<DeliveryView, 'state' | 'tries'>): Tone => {
  if (state === 'waiting') return tries > 0 ? 'soon' : 'primary';
  return ({ delivered: 'ok', failed: 'failing', cancelled: 'neutral' } as const)[state];
};

/** "answered 500", or why there was no answer. */
export const outcomeWords = (status: number | null, fault: string | null): string =>
  status === null ? (fault ?? 'No answer') : `Answered ${status}`;

/** What the last try came to, and how often it was tried. */
export function lastTryWords({ state, tries, last_status, last_fault }: DeliveryView): string {
  if (tries === 0) return state === 'cancelled' ? 'The webhook was off' : 'Not tried yet';
  const count = tries === 1 ? '1 try' : `${tries} tries`;
  return `${outcomeWords(last_status, last_fault).replace(/\.$/, '')} · ${count}`;
}
