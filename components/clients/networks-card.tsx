'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import { asLines, linesSchema } from '@/components/forms/lines';
import { SavedFormCard } from '@/components/forms/saved-form-card';
import { useSame } from '@/components/forms/use-same';
import { useUpdateClient } from '@/components/query/clients';
import { Alert } from '@/components/ui/alert';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { allowedNetworksSchema } from '@/lib/contract/client-fields';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import { LastUse } from './last-use';

const networksFormSchema = z.object({ allowed_networks: linesSchema(allowedNetworksSchema) });

export function NetworksCard({ client }: { client: ClientView }) {
  const update = useUpdateClient(client.client_id);
  const saved = useSame(savedValues(client));
  const form = useForm({ resolver: zodResolver(networksFormSchema), defaultValues: saved });
  const limited = form.watch('allowed_networks').trim() !== '';
  const used = lastUsed(client);
  return (
    <SavedFormCard
      form={form}
      saved={saved}
      draftName={`edit-client-networks:${client.client_id}`}
      save={async (values) => savedValues((await update.mutateAsync(values)).client)}
      title="Where it may be used"
      description="The networks this client’s credentials work from; from anywhere when there are none."
    >
      <Field
        label="Allowed networks"
        optional
        error={form.formState.errors.allowed_networks?.message}
        hint="One CIDR block or address a line."
      >
        <Textarea
          rows={4}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={'203.0.113.0/24\n2001:db8::/48'}
          className="font-mono"
          {...form.register('allowed_networks')}
        />
      </Field>
      {used ? (
        <p className="text-muted-foreground text-sm">
          <LastUse use={used.last_use} />.
        </p>
      ) : null}
      {limited ? (
        <Alert variant="soon" role="status">
          A list without the client’s own address locks it out. Watch Activity after saving: a refusal there
          says “not from an allowed network” and from which address the client came.
        </Alert>
      ) : null}
    </SavedFormCard>
  );
}

const savedValues = (client: ClientView) => ({ allowed_networks: asLines(client.allowed_networks) });

/** The secret that was used last, and so from where the client comes. */
function lastUsed({ secrets }: ClientView): SecretView | undefined {
  const usedAt = (secret: SecretView) => Date.parse(secret.last_use?.at ?? '');
  return secrets.filter(({ last_use }) => last_use !== null).sort((a, b) => usedAt(b) - usedAt(a))[0];
}
