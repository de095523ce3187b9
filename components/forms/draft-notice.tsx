import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

/** Above a form whose fields came back, as `useFormDraft` says. */
export function DraftNotice({
  draft,
  onAfresh,
}: {
  draft: { restored: boolean; discard: () => void };
  /** Empties the form. */
  onAfresh: () => void;
}) {
  if (!draft.restored) return null;
  return (
    <Alert>
      What you had typed before is back.{' '}
      <Button
        variant="link"
        onClick={() => {
          draft.discard();
          onAfresh();
        }}
      >
        Start afresh
      </Button>
    </Alert>
  );
}
