'use client';

import { Controller } from 'react-hook-form';
import { type Choice, ChoiceGroup } from '@/components/ui/choice-group';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import type { KeyForm } from './key-form';

const SOURCES: Choice<'jwks' | 'jwks_uri'>[] = [
  { value: 'jwks', label: 'Paste the keys', description: 'A change of keys is made here.' },
  {
    value: 'jwks_uri',
    label: 'Give their address',
    description: 'This service reads them from there, so your system can change its keys by itself.',
  },
];

/** Asks for public keys, pasted or by address. */
export function KeyFields({ form, pasteOnly = false }: { form: KeyForm; pasteOnly?: boolean }) {
  const { errors } = form.formState;
  return (
    <>
      {pasteOnly ? null : (
        <Controller
          control={form.control}
          name="source"
          render={({ field }) => (
            <ChoiceGroup
              ref={field.ref}
              legend="Public keys"
              choices={SOURCES}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      )}
      {form.watch('source') === 'jwks' ? (
        <Field
          label="JWK set"
          error={errors.jwks?.message}
          hint="RSA from 2048 bits, EC on P-256 or P-384, or Ed25519; up to 10 keys. The private ones stay where they are."
        >
          <Textarea
            rows={7}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-gramm="false"
            placeholder='{"keys": [{"kty": "EC", "crv": "P-256", "kid": "2026-01", "x": "…", "y": "…"}]}'
            className="max-h-72 break-all font-mono sm:text-xs"
            {...form.register('jwks')}
          />
        </Field>
      ) : (
        <Field
          label="JWKS URL"
          error={errors.jwks_uri?.message}
          hint="An https address that answers with a JWK set."
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://claims.example.com/.well-known/jwks.json"
            className="font-mono sm:text-xs"
            {...form.register('jwks_uri')}
          />
        </Field>
      )}
    </>
  );
}
