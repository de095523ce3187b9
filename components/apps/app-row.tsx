import Link from 'next/link';
import { sessionWords } from '@/components/sessions/session-words';
import { Copyable } from '@/components/ui/copyable';
import { calendarDay } from '@/components/ui/exact-time';
import type { AppView } from '@/lib/contract/apps';
import { AppStatusBadge } from './app-status-badge';

export function AppRow({ app }: { app: AppView }) {
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
      <div className="flex min-w-0 flex-1 basis-56 flex-col gap-1">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={`/apps/${encodeURIComponent(app.id)}`}
            className="min-w-0 break-words font-medium hover:underline"
          >
            {app.name}
          </Link>
          <AppStatusBadge status={app.status} />
        </p>
        <p className="text-muted-foreground text-xs">
          {sessionWords(app.sessions)} · registered {calendarDay(app.created_at)}
        </p>
      </div>
      <Copyable
        value={app.id}
        label={`Copy client ID of ${app.name}`}
        className="min-w-0 text-muted-foreground"
      />
    </li>
  );
}
