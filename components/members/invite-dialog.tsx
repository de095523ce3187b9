'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { applyFieldErrors } from '@/components/query/field-errors';
import { useInvite } from '@/components/query/members';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { ChoiceGroup } from '@/components/ui/choice-group';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type Invite, inviteSchema } from '@/lib/contract/members';
import type { Role } from '@/lib/contract/roles';
import type { OnLink } from './delivered-link';
import { roleChoices } from './role-choices';

const EMPTY: Invite = { email: '', role: 'viewer' };

type Props = { myRole: Role; onClose: () => void; onLink: OnLink };

export function InviteDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : props.onClose())}>
      <DialogContent>
        <InviteForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function InviteForm({ myRole, onClose, onLink }: Props) {
  const invite = useInvite();
  const [refusal, setRefusal] = useState<string>();
  const form = useForm({ resolver: zodResolver(inviteSchema), defaultValues: EMPTY });

  const submit = form.handleSubmit(async (body) => {
    setRefusal(undefined);
    try {
      const { invitation, delivery } = await invite.mutateAsync(body);
      onClose();
      onLink({ kind: 'invitation', email: invitation.email, delivery });
    } catch (error) {
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex min-h-0 flex-1 flex-col">
      <DialogHeader>
        <DialogTitle>Invite somebody</DialogTitle>
        <DialogDescription>
          They get a link to choose a password. It works once, for 7 days.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
        <Field label="Email" error={form.formState.errors.email?.message}>
          <Input type="email" autoComplete="off" autoFocus {...form.register('email')} />
        </Field>
        <Controller
          control={form.control}
          name="role"
          render={({ field: { ref, value, onChange }, fieldState: { error } }) => (
            <ChoiceGroup
              ref={ref}
              legend="Role"
              choices={roleChoices(myRole)}
              value={value}
              error={error?.message}
              onChange={onChange}
            />
          )}
        />
      </DialogBody>
      <DialogFooter>
        <Button variant="outline" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" busy={form.formState.isSubmitting}>
          Send invitation
        </Button>
      </DialogFooter>
    </form>
  );
}
