'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { FilterState, SetFilter } from './filter-state';

/** An exact range, in the reader's own zone. */
export function CustomRange({ state: { from, to }, setState }: { state: FilterState; setState: SetFilter }) {
  const refusal = from && to && from >= to ? 'The end must be after the beginning' : undefined;
  const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'longOffset' })
    .formatToParts(from ?? to ?? undefined)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return (
    <fieldset className="grid gap-2 sm:grid-cols-[14rem_14rem_auto] sm:items-start">
      <legend className="sr-only">Time range</legend>
      <Field label="From">
        <Input
          type="datetime-local"
          step={1}
          max="9999-12-31T23:59:59"
          value={localText(from)}
          onChange={({ target }) => setState({ from: readLocal(target.value) })}
          className="h-8"
        />
      </Field>
      <Field label="To" error={refusal}>
        <Input
          type="datetime-local"
          step={1}
          max="9999-12-31T23:59:59"
          value={localText(to)}
          onChange={({ target }) => setState({ to: readLocal(target.value) })}
          className="h-8"
        />
      </Field>
      <p className="self-end pb-1.5 text-muted-foreground text-xs">{zone ? `Times in ${zone}` : null}</p>
    </fieldset>
  );
}

/** As the control has it: without a zone. */
function localText(date: Date | null): string {
  if (!date) return '';
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

function readLocal(text: string): Date | null {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? null : date;
}
