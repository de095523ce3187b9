'use client';

import { Controller, type UseFormReturn } from 'react-hook-form';
import type * as z from 'zod';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { createClientSchema } from '@/lib/contract/portal';
import { listError } from './list-error';
import { ScopePicker } from './scope-picker';

export const clientFormSchema = createClientSchema.pick({ name: true, description: true, scopes: true });
type ClientForm = UseFormReturn<z.input<typeof clientFormSchema>, unknown, z.output<typeof clientFormSchema>>;

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
            error={listError(errors.scopes)}
          />
        )}
      />
    </>
  );
}
