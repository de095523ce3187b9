'use client';

import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
import { exactTime } from '@/components/ui/exact-time';
import { RelativeTime } from '@/components/ui/relative-time';
import { useNow } from '@/components/ui/use-now';
import type { SigningKeyView } from '@/lib/contract/portal';
import { RevokeKeyDialog } from './revoke-key-dialog';

export function KeyRow({ signingKey, mayManage }: { signingKey: SigningKeyView; mayManage: boolean }) {
  const { kid, state, size, revoked_at } = signingKey;
  const [asking, setAsking] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-3 py-2.5">
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Copyable value={kid} label="Copy key ID" />
          <Badge>RSA, {size} bit</Badge>
          {revoked_at ? <Badge variant="overdue">Revoked</Badge> : null}
        </p>
        <p className="text-muted-foreground text-xs">
          <KeyTimes signingKey={signingKey} />
        </p>
      </div>
      {mayManage && state !== 'retired' && !revoked_at ? (
        <>
          <Button variant="outline" size="sm" aria-label={`Revoke ${kid}`} onClick={() => setAsking(true)}>
            Revoke
          </Button>
          <RevokeKeyDialog signingKey={signingKey} open={asking} onClose={() => setAsking(false)} />
        </>
      ) : null}
    </li>
  );
}

function KeyTimes({ signingKey: key }: { signingKey: SigningKeyView }) {
  const now = useNow() ?? 0;
  if (key.revoked_at)
    return (
      <>
        Revoked <RelativeTime value={key.revoked_at} />: every token it signed is refused
      </>
    );
  if (key.state === 'next' && key.signs_from)
    return Date.parse(key.signs_from) > now ? (
      <>
        May sign from {exactTime(key.signs_from)}, <RelativeTime value={key.signs_from} />
      </>
    ) : (
      <>Ready to sign</>
    );
  if (key.state === 'active' && key.activated_at)
    return (
      <>
        Began to sign <RelativeTime value={key.activated_at} />
      </>
    );
  if (key.state === 'retiring' && key.leaves_at)
    return (
      <>
        Leaves the key set on {exactTime(key.leaves_at)}, <RelativeTime value={key.leaves_at} />
      </>
    );
  if (key.retired_at)
    return (
      <>
        Left the key set <RelativeTime value={key.retired_at} />
      </>
    );
  return (
    <>
      Made <RelativeTime value={key.created_at} />
    </>
  );
}
