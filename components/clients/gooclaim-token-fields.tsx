'use client';

import { Controller } from 'react-hook-form';
import { type Choice, ChoiceGroup } from '@/components/ui/choice-group';
import { SwitchField } from '@/components/ui/switch-field';
import type { ClientView } from '@/lib/contract/portal';
import { listError } from './list-error';
import { ResourcePicker } from './resource-picker';
import type { TokenForm } from './token-form';

const TYPES: Choice<ClientView['token_typ']>[] = [
  { value: 'JWT', label: 'JWT', description: 'Every library accepts it.' },
  {
    value: 'at+jwt',
    label: 'at+jwt',
    description: 'RFC 9068. Spring and Nimbus refuse it unless configured.',
  },
];

/** What an OpenCRVS token has no place for. */
export function GooclaimTokenFields({ form }: { form: TokenForm }) {
  const { errors } = form.formState;
  return (
    <>
      <Controller
        control={form.control}
        name="token_typ"
        render={({ field }) => (
          <ChoiceGroup
            ref={field.ref}
            legend="Type (header typ)"
            choices={TYPES}
            value={field.value}
            onChange={field.onChange}
            error={errors.token_typ?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="resources"
        render={({ field }) => (
          <ResourcePicker
            ref={field.ref}
            value={field.value}
            onChange={field.onChange}
            error={listError(errors.resources)}
          />
        )}
      />
      <Controller
        control={form.control}
        name="dpop_bound_access_tokens"
        render={({ field }) => (
          <SwitchField
            ref={field.ref}
            label="Require DPoP"
            hint="Each token is bound to a key its caller holds and proves with every call (RFC 9449): a stolen token alone is of no use. Token requests without a proof are refused."
            checked={field.value}
            onChange={field.onChange}
            error={errors.dpop_bound_access_tokens?.message}
          />
        )}
      />
    </>
  );
}
