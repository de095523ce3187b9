'use client';

import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import type { TokenForm } from './token-form';

/** What to know before choosing the profile, and what its tokens say of themselves. */
export function OpencrvsFields({ form }: { form: TokenForm }) {
  const { errors } = form.formState;
  return (
    <>
      <Alert variant="soon" role="status">
        <AlertTitle>Only for systems that speak OpenCRVS</AlertTitle>
        <AlertDescription>
          <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-4">
            <li>Its credentials travel in the URL, which proxies and logs keep.</li>
            <li>Its tokens are refused by Gooclaim’s own APIs, introspection included.</li>
            <li>Once saved, it gets tokens at /token only; /v1/auth/token refuses it.</li>
          </ul>
        </AlertDescription>
      </Alert>
      <Field
        label="Issuer"
        error={errors.opencrvs_issuer?.message}
        hint="The claim iss, as the OpenCRVS system expects it."
      >
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          {...form.register('opencrvs_issuer')}
        />
      </Field>
      <Field
        label="Audience"
        error={errors.opencrvs_audience?.message}
        hint="The claim aud, one name a line."
      >
        <Textarea
          rows={2}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          {...form.register('opencrvs_audience')}
        />
      </Field>
    </>
  );
}
