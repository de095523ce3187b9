'use client';

import { type Control, Controller, type FieldErrors, type UseFormRegister } from 'react-hook-form';
import * as z from 'zod';
import { asLines, linesSchema } from '@/components/forms/lines';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SwitchField } from '@/components/ui/switch-field';
import { Textarea } from '@/components/ui/textarea';
import {
  type AppView,
  appNameSchema,
  postLogoutRedirectUrisSchema,
  redirectUrisSchema,
} from '@/lib/contract/apps';

export const appFormSchema = z.object({
  name: appNameSchema,
  redirect_uris: linesSchema(redirectUrisSchema),
  post_logout_redirect_uris: linesSchema(postLogoutRedirectUrisSchema),
  mcp_access: z.boolean(),
});
export type AppFormValues = z.input<typeof appFormSchema>;

export const appFormValues = (
  app?: Pick<AppView, 'name' | 'redirect_uris' | 'post_logout_redirect_uris' | 'mcp_access'>,
): AppFormValues => ({
  name: app?.name ?? '',
  redirect_uris: asLines(app?.redirect_uris ?? []),
  post_logout_redirect_uris: asLines(app?.post_logout_redirect_uris ?? []),
  mcp_access: app?.mcp_access ?? false,
});

/** The fields of an app, wherever they are filled in. */
export function AppFields({
  register,
  control,
  errors,
  autoFocus = false,
}: {
  register: UseFormRegister<AppFormValues>;
  control: Control<AppFormValues, unknown, z.output<typeof appFormSchema>>;
  errors: FieldErrors<AppFormValues>;
  autoFocus?: boolean;
}) {
  const address = { rows: 3, autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;
  return (
    <>
      <Field label="Name" error={errors.name?.message}>
        <Input autoComplete="off" autoFocus={autoFocus} placeholder="Copilot" {...register('name')} />
      </Field>
      <Field
        label="Redirect URIs"
        error={errors.redirect_uris?.message}
        hint="Where people come back to after signing in. One a line, each exactly as the app sends it."
      >
        <Textarea
          {...address}
          placeholder="https://copilot.example.com/callback"
          className="font-mono text-xs"
          {...register('redirect_uris')}
        />
      </Field>
      <Field
        label="Post-logout redirect URIs"
        optional
        error={errors.post_logout_redirect_uris?.message}
        hint="Where they may be sent after signing out. One a line."
      >
        <Textarea
          {...address}
          placeholder="https://copilot.example.com/"
          className="font-mono text-xs"
          {...register('post_logout_redirect_uris')}
        />
      </Field>
      <Controller
        control={control}
        name="mcp_access"
        render={({ field: { ref, value, onChange } }) => (
          <SwitchField
            ref={ref}
            label="May use the MCP server"
            hint="Through it an agent sees the tenant’s clients and rotates secrets, as the person who signs in and within their role."
            checked={value}
            onChange={onChange}
          />
        )}
      />
    </>
  );
}
