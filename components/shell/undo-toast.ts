import { describeError } from '@/components/query/portal-api-error';
import { toast } from '@/components/ui/toast';

/** Long enough to read it and to change one's mind, in milliseconds. */
const OFFERED_MS = 10_000;

/** Says what was done, with a way back. */
export function toastWithUndo(
  done: string,
  { undo, undone, description }: { undo: () => Promise<unknown>; undone: string; description?: string },
): void {
  toast.success(done, {
    description,
    duration: OFFERED_MS,
    action: {
      label: 'Undo',
      onClick: () =>
        undo().then(
          () => toast.success(undone),
          (error) => toast.error('Not undone', { description: describeError(error).description }),
        ),
    },
  });
}
