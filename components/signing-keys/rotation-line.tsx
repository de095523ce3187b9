'use client';

import { Badge } from '@/components/ui/badge';
import { calendarDay } from '@/components/ui/exact-time';
import { RelativeTime } from '@/components/ui/relative-time';
import { useNow } from '@/components/ui/use-now';
import type { SigningKeysView } from '@/lib/contract/portal';

/** When the key that signs is due to be replaced, and by whom. */
export function RotationLine({
  view: { rotation_days, next_rotation_at, may_manage },
}: {
  view: SigningKeysView;
}) {
  const now = useNow();
  const due = now !== null && next_rotation_at !== null && Date.parse(next_rotation_at) <= now;
  return (
    <div className="flex flex-col gap-1 text-muted-foreground text-sm">
      <p>
        The service rotates them by itself every {rotation_days} days.{' '}
        {next_rotation_at === null ? null : due ? (
          <Badge variant="soon">Rotation due</Badge>
        ) : (
          <>
            The next rotation is on {calendarDay(next_rotation_at)}, <RelativeTime value={next_rotation_at} />
            .
          </>
        )}
      </p>
      {may_manage ? null : <p>The operator of this installation manages these keys.</p>}
    </div>
  );
}
