import { toast } from '@/components/ui/toast';
import type { Delivery } from '@/lib/contract/members';

/** A link that was made, and what became of it. */
export interface DeliveredLink {
  kind: 'invitation' | 'password';
  email: string;
  delivery: Delivery;
}

export type OnLink = (made: DeliveredLink) => void;

/** Says that a mail is on its way. @returns the link, where it must be passed on by hand */
export function announceLink({ kind, email, delivery }: DeliveredLink): string | null {
  if (delivery.mail === 'sent')
    toast.success(
      kind === 'invitation' ? `Invitation mailed to ${email}` : `Link to a new password mailed to ${email}`,
    );
  return delivery.link;
}
