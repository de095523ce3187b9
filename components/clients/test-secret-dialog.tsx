'use client';

import { type FormEvent, useState } from 'react';
import { DialogForm, FormDialog } from '@/components/forms/dialog-form';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { testSecret } from '@/components/query/secret-test';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { UNKEPT } from '@/components/ui/unkept';
import type { ClientView } from '@/lib/contract/portal';
import { type SecretTest, testSecretSchema } from '@/lib/contract/secret-diagnosis';
import { SecretVerdict } from './secret-verdict';

type Props = { client: ClientView; onClose: () => void };

/** Is this the secret? Answered without a token, so that trying it out disturbs nothing. */
export function TestSecretDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <FormDialog open={open} onClose={props.onClose}>
      <TestSecretForm {...props} />
    </FormDialog>
  );
}

/** The text is in this component alone, and gone when the dialog closes. */
function TestSecretForm({ client, onClose }: Props) {
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<SecretTest>();
  const [atField, setAtField] = useState<string>();
  const [refusal, setRefusal] = useState<string>();

  async function test(event: FormEvent) {
    event.preventDefault();
    const parsed = testSecretSchema.safeParse({ secret });
    setResult(undefined);
    setRefusal(undefined);
    setAtField(parsed.error?.issues[0]?.message);
    if (!parsed.success || busy) return;
    setBusy(true);
    try {
      setResult(await testSecret(client.client_id, parsed.data));
    } catch (error) {
      const field = error instanceof PortalApiError ? error.fields.secret : undefined;
      setAtField(field);
      setRefusal(field ? undefined : describeError(error).description);
    } finally {
      setBusy(false);
    }
  }

  return (
    <DialogForm
      title="Test a secret"
      description="Says whether it is this client’s secret, or which mistake it is. No token is issued; the log keeps the answer and nothing of the secret."
      action="Test secret"
      dismiss="Close"
      busy={busy}
      refusal={refusal}
      onSubmit={test}
      onDismiss={onClose}
    >
      <Field
        label="Secret"
        error={atField}
        hint="Exactly as your system has it, blanks and line breaks included."
      >
        {/* No single line: that would drop the line break one may be looking for. */}
        <Textarea
          rows={3}
          value={secret}
          onChange={({ target }) => {
            setSecret(target.value);
            setResult(undefined);
            setAtField(undefined);
          }}
          className="break-all font-mono"
          {...UNKEPT}
        />
      </Field>
      {result ? <SecretVerdict result={result} of={client.client_id} /> : null}
    </DialogForm>
  );
}
