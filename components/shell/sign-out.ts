import { leave } from '@/components/query/sign-in-again';
import { toast } from '@/components/ui/toast';
import { tellOtherTabs } from './session-channel';

/** @param to where to go then; an address the server has vouched for */
export async function signOut(to = '/login'): Promise<void> {
  try {
    const { signOut: endSession } = await import('next-auth/react');
    await endSession({ redirect: false });
  } catch {
    toast.error('Could not sign out', { description: 'The service did not answer. Try again in a moment.' });
    return;
  }
  tellOtherTabs({ kind: 'signed-out' });
  leave(to);
}
