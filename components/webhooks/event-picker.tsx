'use client';

import { type Ref, useId } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field';
import { Label } from '@/components/ui/label';
import { WEBHOOK_EVENT_TYPES, WEBHOOK_EVENTS, type WebhookEventType } from '@/lib/contract/webhook-events';

/** What a webhook listens to. */
export function EventPicker({
  ref,
  value,
  onChange,
  error,
}: {
  /** Gets the first checkbox. */
  ref?: Ref<HTMLButtonElement>;
  value: WebhookEventType[];
  onChange: (types: WebhookEventType[]) => void;
  error?: string;
}) {
  const id = useId();
  const all = value.length === WEBHOOK_EVENT_TYPES.length;
  // In the order of the table, so that what was only checked and unchecked is no change.
  const choose = (type: WebhookEventType, checked: boolean) =>
    onChange(WEBHOOK_EVENT_TYPES.filter((one) => (one === type ? checked : value.includes(one))));
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">Events</legend>
      <FieldError id={`${id}-error`} message={error} />
      <ul className="divide-y rounded-md border bg-card">
        {WEBHOOK_EVENT_TYPES.map((type, index) => (
          <li key={type}>
            <Label className="flex min-h-10 cursor-pointer items-start gap-3 px-3 py-2 font-normal hover:bg-accent">
              <Checkbox
                ref={index === 0 ? ref : undefined}
                className="mt-0.5"
                checked={value.includes(type)}
                aria-label={type}
                onCheckedChange={(checked) => choose(type, checked === true)}
              />
              <span className="flex min-w-0 flex-col gap-0.5">
                <code className="break-words font-mono text-xs">{type}</code>
                <span className="text-muted-foreground text-xs">{WEBHOOK_EVENTS[type]}</span>
              </span>
            </Label>
          </li>
        ))}
      </ul>
      <Button
        variant="link"
        className="self-start text-xs"
        onClick={() => onChange(all ? [] : [...WEBHOOK_EVENT_TYPES])}
      >
        {all ? 'Choose none' : 'Choose all'}
      </Button>
    </fieldset>
  );
}
