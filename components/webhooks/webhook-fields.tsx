'use client';

import { type Control, Controller, type FieldErrors, type UseFormRegister } from 'react-hook-form';
import type * as z from 'zod';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type WebhookView, webhookFields } from '@/lib/contract/webhooks';
import { EventPicker } from './event-picker';

export const webhookFormSchema = webhookFields;
export type WebhookFormValues = z.input<typeof webhookFormSchema>;

export const webhookFormValues = (
  webhook?: Pick<WebhookView, 'url' | 'description' | 'event_types'>,
): WebhookFormValues => ({
  url: webhook?.url ?? '',
  description: webhook?.description ?? '',
  event_types: (webhook?.event_types ?? []) as WebhookFormValues['event_types'],
});

/** The fields of a webhook, wherever they are filled in. */
export function WebhookFields({
  register,
  control,
  errors,
  autoFocus = false,
}: {
  register: UseFormRegister<WebhookFormValues>;
  control: Control<WebhookFormValues>;
  errors: FieldErrors<WebhookFormValues>;
  autoFocus?: boolean;
}) {
  return (
    <>
      <Field
        label="Address"
        error={errors.url?.message}
        hint="An https address that the internet reaches. It answers each message with a status of 200 to 299."
      >
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={autoFocus}
          placeholder="https://hooks.example.com/gooclaim"
          className="font-mono sm:text-xs"
          {...register('url')}
        />
      </Field>
      <Field label="Description" optional error={errors.description?.message}>
        <Input autoComplete="off" placeholder="On-call channel" {...register('description')} />
      </Field>
      <Controller
        control={control}
        name="event_types"
        render={({ field }) => (
          <EventPicker
            ref={field.ref}
            value={field.value}
            onChange={field.onChange}
            error={errors.event_types?.message}
          />
        )}
      />
    </>
  );
}
