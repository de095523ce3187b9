'use client';

import { type ReactNode, type Ref, useId } from 'react';
import { FieldError } from './field';
import { Label } from './label';
import { RadioGroup, RadioGroupItem } from './radio-group';

export type Choice<Value extends string> = {
  value: Value;
  label: string;
  /** What it means, or why it cannot be chosen. */
  description: ReactNode;
  disabled?: boolean;
};

/** One of a few, each with a line on what it means. */
export function ChoiceGroup<Value extends string>({
  ref,
  legend,
  choices,
  value,
  disabled,
  error,
  onChange,
}: {
  ref?: Ref<HTMLDivElement>;
  legend: string;
  choices: readonly Choice<Value>[];
  value: Value;
  disabled?: boolean;
  error?: string;
  onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div data-slot="field" className="flex flex-col gap-1.5">
      <p id={`${id}-legend`} className="font-medium text-sm">
        {legend}
      </p>
      <RadioGroup
        ref={ref}
        aria-labelledby={`${id}-legend`}
        value={value}
        disabled={disabled}
        onValueChange={(next) => onChange(next as Value)}
        className="gap-0 divide-y rounded-md border bg-card"
      >
        {choices.map((choice) => (
          <Label
            key={choice.value}
            className="flex cursor-pointer items-start gap-3 px-3 py-2.5 font-normal hover:bg-accent has-disabled:cursor-default has-disabled:hover:bg-transparent"
          >
            <RadioGroupItem
              value={choice.value}
              disabled={choice.disabled}
              aria-label={choice.label}
              aria-describedby={`${id}-${choice.value}`}
              className="mt-0.5"
            />
            <span className="flex min-w-0 flex-col gap-0.5">
              <span className="font-medium">{choice.label}</span>
              <span id={`${id}-${choice.value}`} className="text-muted-foreground text-xs">
                {choice.description}
              </span>
            </span>
          </Label>
        ))}
      </RadioGroup>
      <FieldError message={error} />
    </div>
  );
}
