'use client';

import { useId, useState } from 'react';
import { useSecretMakers } from '@/components/query/clients';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { useTenant } from '@/components/query/tenant';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { exactTime } from '@/components/ui/exact-time';
import { Label } from '@/components/ui/label';
import { RadioGroup, RadioGroupItem } from '@/components/ui/radio-group';
import { useNow } from '@/components/ui/use-now';
import type { ClientView, NewSecretAnswer, RotateSecret } from '@/lib/contract/portal';
import { OVERLAPS } from '@/lib/contract/rotation-terms';
import { currentSecret } from './secret-age';
import { SecretHint } from './secret-hint';
import { usedRecently } from './switch-advice';
import { tokenLifeWords } from './token-life';

type Overlap = RotateSecret['overlap_seconds'];
type Props = {
  client: ClientView;
  onClose: () => void;
  onRotated: (answer: NewSecretAnswer) => void;
  /** Where somebody else's rotation is to be seen, if not behind this dialog. */
  onLate?: () => void;
};

export function RotateDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : props.onClose())}>
      <DialogContent>
        <RotateForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function RotateForm({ client, onClose, onRotated, onLate }: Props) {
  const id = useId();
  const { rotateSecret } = useSecretMakers();
  // The secret as this person saw it when the dialog opened: a poll behind it must not move the promise.
  const [current] = useState(() => currentSecret(client));
  const preferred = useTenant().data?.tenant.rotation_overlap_seconds;
  const [chosen, setOverlap] = useState<Overlap>();
  const overlap = chosen ?? OVERLAPS.find(({ seconds }) => seconds === preferred)?.seconds ?? 86_400;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [late, setLate] = useState(false);
  const now = useNow() ?? 0;

  async function rotate() {
    setBusy(true);
    setRefusal(undefined);
    try {
      onRotated(
        await rotateSecret(client.client_id, {
          overlap_seconds: overlap,
          current_secret_id: current?.id ?? null,
        }),
      );
    } catch (error) {
      setRefusal(describeError(error).description);
      setLate(error instanceof PortalApiError && error.status === 409);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <DialogHeader>
        <DialogTitle>{current ? 'Rotate the secret' : 'Make a secret'}</DialogTitle>
        <DialogDescription>
          A new secret is made and shown once. {current ? 'You choose how long the old one works.' : null}
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {current ? (
          <div className="flex flex-col gap-2">
            <p id={`${id}-legend`} className="font-medium text-sm">
              The old secret <SecretHint hint={current.hint} className="text-muted-foreground" /> ends
            </p>
            <RadioGroup
              aria-labelledby={`${id}-legend`}
              value={String(overlap)}
              onValueChange={(value) => setOverlap(Number(value) as Overlap)}
              className="flex flex-wrap"
            >
              {OVERLAPS.map(({ seconds, label }) => (
                <Label
                  key={seconds}
                  className="flex h-9 cursor-pointer items-center gap-2 whitespace-nowrap rounded-md border px-2.5 font-normal has-data-[state=checked]:border-ring has-data-[state=checked]:bg-primary-soft"
                >
                  <RadioGroupItem value={String(seconds)} aria-label={label} />
                  {label}
                </Label>
              ))}
            </RadioGroup>
          </div>
        ) : null}
        {current ? (
          <ol className="flex list-decimal flex-col gap-1 pl-5 text-muted-foreground text-sm">
            <li>You get the new secret at once. Put it in place wherever the old one is.</li>
            <li>
              {overlap === 0
                ? 'The old secret is refused from now on.'
                : `The old secret works until ${exactTime(now + overlap * 1000)}, and you see live which of the two is used.`}
            </li>
            <li>
              {overlap === 0
                ? `Tokens already issued with it stay valid until they expire, ${tokenLifeWords(client)} after they were issued.`
                : 'You can retire the old one earlier, or cancel and keep it.'}
            </li>
          </ol>
        ) : null}
        {current && overlap === 0 ? (
          <Alert variant={usedRecently(current, now) ? 'destructive' : 'soon'} role="status">
            {usedRecently(current, now)
              ? 'The secret was used within the last 10 minutes. Its callers will be refused until they have the new one.'
              : 'Callers that still have the old secret will be refused. This cannot be undone.'}
          </Alert>
        ) : null}
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      </DialogBody>
      <DialogFooter>
        {late ? (
          <Button onClick={onLate ?? onClose}>Show what is there now</Button>
        ) : (
          <>
            <Button variant="outline" onClick={onClose}>
              {current ? 'Keep the old secret' : 'Cancel'}
            </Button>
            <Button busy={busy} onClick={rotate}>
              {current ? 'Rotate secret' : 'Make secret'}
            </Button>
          </>
        )}
      </DialogFooter>
    </>
  );
}
