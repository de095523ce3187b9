import { Button } from '@/components/ui/button';
import { CardFooter } from '@/components/ui/card';

export function SaveFooter({
  state: { isDirty, isSubmitting },
  onDiscard,
}: {
  /** react-hook-form's. */
  state: { isDirty: boolean; isSubmitting: boolean };
  onDiscard: () => void;
}) {
  return (
    <CardFooter className="justify-end">
      <Button variant="outline" disabled={!isDirty} onClick={onDiscard}>
        Discard changes
      </Button>
      <Button type="submit" disabled={!isDirty} busy={isSubmitting}>
        Save changes
      </Button>
    </CardFooter>
  );
}
