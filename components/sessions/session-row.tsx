'use client';

import { type OwnSession, useEndOwnSession } from '@/components/query/own-sessions';
import { describeError } from '@/components/query/portal-api-error';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast';
import { deviceWords } from './device-words';

export function SessionRow({ session }: { session: OwnSession }) {
  const end = useEndOwnSession();
  const device = deviceWords(session.user_agent);

  async function endIt() {
    try {
      await end.mutateAsync(session.id);
      toast.success('The session is ended');
    } catch (error) {
      toast.error('Not ended', { description: describeError(error).description });
    }
  }

  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3 sm:px-5">
      <div className="flex min-w-0 flex-1 basis-52 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium" title={session.user_agent || undefined}>
            {device}
          </span>
          {session.current ? <Badge variant="primary">This one</Badge> : null}
          {session.app_name ? (
            <Badge className="min-w-0 max-w-full">
              <span className="truncate">App: {session.app_name}</span>
            </Badge>
          ) : null}
        </p>
        <p className="break-words text-muted-foreground text-xs">
          From {session.address} · signed in <RelativeTime value={session.created_at} /> · ends{' '}
          <RelativeTime value={session.expires_at} /> unless used
        </p>
      </div>
      {session.current ? null : (
        <Button
          variant="outline"
          size="sm"
          busy={end.isPending}
          aria-label={`End the session ${session.app_name ? `at ${session.app_name}` : `of ${device}`} from ${session.address}`}
          onClick={endIt}
        >
          End
        </Button>
      )}
    </li>
  );
}
