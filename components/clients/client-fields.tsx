'use client';

import { Controller, type UseFormReturn } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { type CreateClient, createClientSchema } from '@/lib/contract/portal';
import type { z } from '@/lib/contract/zod';
import { ScopePicker } from './scope-picker';

export const clientFormSchema = createClientSchema;
export type ClientForm = UseFormReturn<CreateClient, unknown, z.output<typeof createClientSchema>>;

/** What create and edit ask for. */
export function ClientFields({ form, autoFocus = false }: { form: ClientForm; autoFocus?: boolean }) {
  const { errors } = form.formState;
  return (
    <>
      <Field label="Name" error={errors.name?.message} hint="People see it; it can be changed at any time.">
        <Input
          autoComplete="off"
          autoFocus={autoFocus}
          placeholder="Claims intake"
          {...form.register('name')}
        />
      </Field>
      <Field label="Description" optional error={errors.description?.message}>
        <Textarea
          rows={2}
          placeholder="Which system uses it, and who looks after it"
          {...form.register('description')}
        />
      </Field>
      <Controller
        control={form.control}
        name="scopes"
        render={({ field }) => (
          <ScopePicker
            ref={field.ref}
            value={field.value}
            onChange={field.onChange}
            error={scopesError(errors.scopes)}
          />
        )}
      />
    </>
  );
}

/** The list's own error, or that of the first scope in it that has one. */
function scopesError(errors: ClientForm['formState']['errors']['scopes']): string | undefined {
  if (!errors) return undefined;
  if (errors.message) return errors.message;
  if (errors.root?.message) return errors.root.message;
  return Array.isArray(errors) ? errors.find((item) => item?.message)?.message : undefined;
}
