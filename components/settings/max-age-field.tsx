'use client';

import { type FormEvent, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SwitchField } from '@/components/ui/switch-field';
import { maxAgeDaysSchema } from '@/lib/contract/max-age-schema';
import { DEFAULT_MAX_AGE_DAYS } from '@/lib/contract/secret-policy';

/** After how many days a secret is to be replaced, or never. */
export function MaxAgeField({
  value,
  disabled,
  onChange,
}: {
  value: number | null;
  disabled: boolean;
  onChange: (days: number | null) => void;
}) {
  const [text, setText] = useState(String(value ?? DEFAULT_MAX_AGE_DAYS));
  const [error, setError] = useState<string>();

  function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = daysIn(text);
    if (!wanted.success) return setError(wanted.error.issues[0]?.message);
    if (wanted.data !== value) onChange(wanted.data);
  }

  return (
    <div className="flex flex-col gap-3">
      <SwitchField
        label="Secrets have a maximum age"
        hint="The secrets board and mails to owners and admins say in time what is due. No secret ends by its age."
        checked={value !== null}
        disabled={disabled}
        onChange={(on) => onChange(on ? (daysIn(text).data ?? DEFAULT_MAX_AGE_DAYS) : null)}
      />
      {value === null ? (
        <Alert variant="soon" role="status">
          Nobody is reminded of old secrets, and evidence says nothing about their age.
        </Alert>
      ) : (
        <form onSubmit={submit} noValidate className="flex items-end gap-2">
          <Field label="Replaced within (days)" error={error} className="w-44">
            <Input
              inputMode="numeric"
              autoComplete="off"
              disabled={disabled}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setError(undefined);
              }}
            />
          </Field>
          {disabled || text.trim() === String(value) ? null : (
            <Button type="submit" variant="outline">
              Save
            </Button>
          )}
        </form>
      )}
    </div>
  );
}

/** Digits only: what `Number` reads besides is no number of days to anybody. */
const daysIn = (text: string) =>
  maxAgeDaysSchema.safeParse(/^\s*\d+\s*$/.test(text) ? Number(text) : undefined);
