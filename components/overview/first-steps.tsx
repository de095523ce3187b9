import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { useSession } from '@/components/shell/session-context';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { may } from '@/lib/contract/roles';

/** What a tenant sees before any of its clients was used. */
export function FirstSteps({ clients }: { clients: number }) {
  const { user } = useSession();
  const none = clients === 0;
  if (none && !may(user.role, 'client:create'))
    return (
      <Card>
        <EmptyState
          icon={KeyRound}
          title="No clients yet"
          description="An owner, admin or developer creates one for each system that calls the APIs. Its traffic appears here."
        />
      </Card>
    );
  return (
    <Card>
      <EmptyState
        icon={KeyRound}
        title={none ? 'Create your first client' : 'Get your first token'}
        description={
          none
            ? 'A client is a system that calls the APIs. It gets a client ID and a secret, and with them its tokens. Its traffic appears here.'
            : 'Nothing was issued yet. Open a client and copy the curl it offers: a few seconds after the first call its traffic appears here.'
        }
        action={
          <Button asChild>
            <Link href={none ? '/clients?create=true' : '/clients'}>
              {none ? 'Create client' : 'Open clients'}
            </Link>
          </Button>
        }
      />
    </Card>
  );
}
