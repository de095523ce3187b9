'use client';

import { useEffect, useState } from 'react';
import { type OpenedInvitation, openInvitation } from '@/components/query/account';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { AcceptForm } from './accept-form';
import { AuthCard } from './auth-card';
import { LinkSkeleton } from './link-skeleton';
import { type Obstacle, obstacleOf } from './obstacle';
import { useLinkToken } from './use-link-token';
import { SignInLink, WayOn } from './way-on';

type Found = { invitation: OpenedInvitation } | { obstacle: Obstacle };

/** @param signedInAs the address of whoever is signed in here now */
export function AcceptInvitation({ signedInAs }: { signedInAs: string | null }) {
  const token = useLinkToken();
  const [found, setFound] = useState<Found>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (token === undefined) return;
    let wanted = true;
    setFound(undefined);
    openInvitation(token).then(
      (invitation) => wanted && setFound({ invitation }),
      (error: unknown) => wanted && setFound({ obstacle: obstacleOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [token, attempt]);

  if (!found || !token)
    return found ? (
      <DeadInvitation />
    ) : (
      <AuthCard title="Your invitation">
        <LinkSkeleton />
      </AuthCard>
    );
  if ('invitation' in found)
    return (
      <AcceptForm
        token={token}
        invitation={found.invitation}
        signedInAs={signedInAs}
        onObstacle={(obstacle) => setFound({ obstacle })}
      />
    );
  if (found.obstacle === 'taken')
    return (
      <AuthCard title="You have an account already">
        <Alert>
          The invited address has an account. Sign in with it, or ask to be invited by another address: an
          address belongs to one tenant.
        </Alert>
        <WayOn>
          <SignInLink />
        </WayOn>
      </AuthCard>
    );
  if (found.obstacle === 'unreachable')
    return (
      <AuthCard title="Your invitation">
        <Alert variant="destructive">The service did not answer. Your invitation is as it was.</Alert>
        <Button variant="outline" className="mt-4 w-full" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </Button>
      </AuthCard>
    );
  return <DeadInvitation />;
}

function DeadInvitation() {
  return (
    <AuthCard title="This link does not work">
      <Alert>
        The invitation was accepted or withdrawn, has expired, or its link was not copied whole. Ask whoever
        invited you to send it again. Have you accepted it already? Then sign in.
      </Alert>
      <WayOn>
        <SignInLink />
      </WayOn>
    </AuthCard>
  );
}
