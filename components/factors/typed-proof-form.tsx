'use client';

import { useForm } from 'react-hook-form';
import { PasswordInput } from '@/components/auth/password-input';
import { useSending } from '@/components/forms/use-sending';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { lazyResolver } from '@/components/ui/lazy-resolver';

/** What is typed to prove who one is. `field`: as the service names it in a refusal. */
const KINDS = {
  totp: {
    field: 'code',
    label: 'Code from your authenticator app',
    control: Input,
    input: {
      inputMode: 'numeric',
      autoComplete: 'one-time-code',
      maxLength: 10,
      className: 'font-mono tracking-widest',
    },
  },
  /** Of the paper that was kept for the day the telephone is gone. */
  recovery: {
    field: 'code',
    label: 'Recovery code',
    control: Input,
    input: { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false, className: 'font-mono' },
  },
  /** Of whoever has nothing stronger. */
  password: {
    field: 'password',
    label: 'Your password',
    control: PasswordInput,
    input: { autoComplete: 'current-password' },
  },
} as const;

const resolverOf = (kind: keyof typeof KINDS) =>
  lazyResolver<Record<string, string>, Record<string, string>>(
    async () => (await import('./proof-rules')).PROOF_RULES[kind],
  );
const RESOLVERS = {
  totp: resolverOf('totp'),
  recovery: resolverOf('recovery'),
  password: resolverOf('password'),
};

export function TypedProofForm({
  kind,
  action,
  hint,
  autoFocus = true,
  onTyped,
}: {
  kind: keyof typeof KINDS;
  /** The label of the button. */
  action: string;
  hint?: string;
  autoFocus?: boolean;
  /** May throw a refusal: it is shown at the field. */
  onTyped: (typed: string) => Promise<unknown>;
}) {
  const { field, label, control: Control, input } = KINDS[kind];
  const form = useForm<Record<string, string>>({
    resolver: RESOLVERS[kind],
    defaultValues: { [field]: '' },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const { submit, refusal } = useSending(form, (values) => onTyped(values[field] ?? ''));

  return (
    <form
      method="post"
      // A form inside a dialog that was opened from a form: it is this one that is sent.
      onSubmit={(event) => {
        event.stopPropagation();
        return submit(event);
      }}
      noValidate
      className="flex flex-col gap-4"
    >
      {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
      <Field label={label} error={errors[field]?.message} hint={hint}>
        <Control {...input} autoFocus={autoFocus} {...form.register(field)} />
      </Field>
      <Button type="submit" size="lg" busy={isSubmitting || isSubmitSuccessful}>
        {action}
      </Button>
    </form>
  );
}
