'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm } from 'react-hook-form';
import { DialogForm, FormDialog } from '@/components/forms/dialog-form';
import { useSending } from '@/components/forms/use-sending';
import { useInvite } from '@/components/query/members';
import { ChoiceGroup } from '@/components/ui/choice-group';
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
    <FormDialog open={open} onClose={props.onClose}>
      <InviteForm {...props} />
    </FormDialog>
  );
}

function InviteForm({ myRole, onClose, onLink }: Props) {
  const invite = useInvite();
  const form = useForm({ resolver: zodResolver(inviteSchema), defaultValues: EMPTY });

  const { submit, refusal } = useSending(form, async (body) => {
    const { invitation, delivery } = await invite.mutateAsync(body);
    onClose();
    onLink({ kind: 'invitation', email: invitation.email, delivery });
  });

  return (
    <DialogForm
      title="Invite somebody"
      description="They get a link to choose a password. It works once, for 7 days."
      action="Send invitation"
      busy={form.formState.isSubmitting}
      refusal={refusal}
      onSubmit={submit}
      onDismiss={onClose}
    >
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
    </DialogForm>
  );
}
