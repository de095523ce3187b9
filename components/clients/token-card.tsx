'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm } from 'react-hook-form';
import { SavedFormCard } from '@/components/forms/saved-form-card';
import { useSame } from '@/components/forms/use-same';
import { useUpdateClient } from '@/components/query/clients';
import { type Choice, ChoiceGroup } from '@/components/ui/choice-group';
import type { ClientView } from '@/lib/contract/portal';
import { hasKeys } from './authentication';
import { GooclaimTokenFields } from './gooclaim-token-fields';
import { OpencrvsFields } from './opencrvs-fields';
import { tokenFormSchema, tokenValues } from './token-form';
import { TokenLifeField } from './token-life-field';

function profiles(client: ClientView): Choice<ClientView['profile']>[] {
  const withKeys = hasKeys(client);
  return [
    {
      value: 'gooclaim',
      label: 'Gooclaim',
      description: 'For Gooclaim’s APIs and your own, from /v1/auth/token.',
    },
    {
      value: 'opencrvs',
      label: 'OpenCRVS',
      description: withKeys
        ? 'Not while it has registered keys: an OpenCRVS system sends a secret.'
        : 'Tokens as OpenCRVS documents them, from /token.',
      disabled: withKeys,
    },
  ];
}

export function TokenCard({ client }: { client: ClientView }) {
  const update = useUpdateClient(client.client_id);
  const saved = useSame(tokenValues(client));
  const form = useForm({ resolver: zodResolver(tokenFormSchema), defaultValues: saved });
  const { errors } = form.formState;
  const profile = form.watch('profile');
  return (
    <SavedFormCard
      form={form}
      saved={saved}
      draftName={`edit-client-token:${client.client_id}`}
      save={async (values) => tokenValues((await update.mutateAsync(values)).client)}
      title="Token"
      description="What this client’s tokens look like, from the next one on."
    >
      <Controller
        control={form.control}
        name="profile"
        render={({ field }) => (
          <ChoiceGroup
            ref={field.ref}
            legend="Profile"
            choices={profiles(client)}
            value={field.value}
            onChange={field.onChange}
            error={errors.profile?.message}
          />
        )}
      />
      {profile === 'opencrvs' ? <OpencrvsFields form={form} /> : null}
      <TokenLifeField form={form} />
      {profile === 'gooclaim' ? (
        <GooclaimTokenFields form={form} />
      ) : (
        <p className="text-muted-foreground text-xs">
          DPoP, the type at+jwt and audiences of your own are off with this profile: an OpenCRVS token has no
          place for them.
        </p>
      )}
    </SavedFormCard>
  );
}
