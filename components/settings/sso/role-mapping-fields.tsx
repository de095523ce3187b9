'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { Controller, type UseFormReturn, useFieldArray } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field, FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { SaveSso } from '@/lib/contract/sso';
import { RoleSelect } from './role-select';
import { firstMessage, type SsoFormValues } from './sso-form-values';

/** Which claim says what somebody may do, and what each of its values means here. */
export function RoleMappingFields({ form }: { form: UseFormReturn<SsoFormValues, unknown, SaveSso> }) {
  const rows = useFieldArray({ control: form.control, name: 'role_mapping' });
  const id = useId();
  const { errors } = form.formState;
  /** Of the rows together, such as one value given twice. */
  const listError = errors.role_mapping?.root?.message ?? errors.role_mapping?.message;
  return (
    <>
      <Field
        label="Role claim"
        optional
        error={errors.role_claim?.message}
        hint="The claim that lists somebody’s groups or roles. Without it, newcomers get the default role and people keep theirs."
      >
        <Input
          autoComplete="off"
          spellCheck={false}
          placeholder="groups"
          className="font-mono sm:text-xs"
          {...form.register('role_claim')}
        />
      </Field>
      <fieldset data-slot="field" className="flex min-w-0 flex-col gap-1.5">
        <legend className="mb-1.5 font-medium text-sm">Role mapping</legend>
        {rows.fields.map((row, place) => {
          const rowError = firstMessage(errors.role_mapping?.[place]);
          const describedBy = [rowError ? `${id}-${place}` : null, listError ? `${id}-list` : null]
            .filter(Boolean)
            .join(' ');
          return (
            <div key={row.id} className="flex flex-col gap-1.5">
              <div className="flex items-center gap-2">
                <Input
                  aria-label={`Value ${place + 1} of the claim`}
                  aria-describedby={describedBy || undefined}
                  aria-invalid={rowError ? true : undefined}
                  autoComplete="off"
                  spellCheck={false}
                  className="font-mono sm:text-xs"
                  {...form.register(`role_mapping.${place}.value`)}
                />
                <Controller
                  control={form.control}
                  name={`role_mapping.${place}.role`}
                  render={({ field: { value, onChange } }) => (
                    <RoleSelect
                      aria-label={`Role for value ${place + 1}`}
                      value={value}
                      onChange={onChange}
                      className="w-32 shrink-0 sm:w-36"
                    />
                  )}
                />
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Remove row ${place + 1}`}
                  onClick={() => rows.remove(place)}
                >
                  <Trash2 aria-hidden />
                </Button>
              </div>
              <FieldError id={`${id}-${place}`} message={rowError} />
            </div>
          );
        })}
        <FieldError id={`${id}-list`} message={listError} />
        <Button
          variant="outline"
          size="sm"
          className="self-start"
          onClick={() => rows.append({ value: '', role: 'viewer' })}
        >
          <Plus aria-hidden /> Add a row
        </Button>
        <p className="text-muted-foreground text-xs">
          Applied at every sign-in; of several rows that fit, the role that may do most counts. Owners stay
          owners unless a row gives that role, and the last one always does.
        </p>
      </fieldset>
      <Controller
        control={form.control}
        name="default_role"
        render={({ field: { value, onChange }, fieldState: { error } }) => (
          <Field label="Where no row fits" error={error?.message}>
            <RoleSelect value={value} onChange={onChange} refuse="Refuse the sign-in" className="sm:w-56" />
          </Field>
        )}
      />
    </>
  );
}
