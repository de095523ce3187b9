'use client';

import { Controller, type UseFormReturn } from 'react-hook-form';
import { SwitchField } from '@/components/ui/switch-field';
import type { SaveSso } from '@/lib/contract/sso';
import type { SsoFormValues } from './sso-form-values';

const SWITCHES = [
  {
    name: 'jit',
    label: 'Make people at their first sign-in',
    hint: 'Without it, only people who are members already can sign in this way.',
  },
  {
    name: 'enabled',
    label: 'Single sign-on is on',
    hint: 'Off, it can be tried by owners and nobody signs in by it.',
  },
  {
    name: 'enforced',
    label: 'Require single sign-on',
    hint: 'Passwords and passkeys of this service are refused, but for owners, who keep theirs for the day the provider is broken. Can be switched on after a sign-in on trial of your own.',
  },
] as const;

export function SsoSwitches({ form }: { form: UseFormReturn<SsoFormValues, unknown, SaveSso> }) {
  return SWITCHES.map(({ name, label, hint }) => (
    <Controller
      key={name}
      control={form.control}
      name={name}
      render={({ field: { ref, value, onChange }, fieldState: { error } }) => (
        <SwitchField
          ref={ref}
          label={label}
          hint={hint}
          error={error?.message}
          checked={value}
          onChange={onChange}
        />
      )}
    />
  ));
}
