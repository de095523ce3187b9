import { useId } from 'react';
import { Card } from '@/components/ui/card';

const CHOICES = [
  { offset: -600_000, label: '−10 min', spoken: '10 minutes ago' },
  { offset: 0, label: 'Now', spoken: 'Now' },
  { offset: 600_000, label: '+10 min', spoken: 'In 10 minutes' },
  { offset: 3_600_000, label: '+1 h', spoken: 'In 1 hour' },
];

/** Undefined for the true time. */
export const clockLabel = (offset: number): string | undefined =>
  offset === 0 ? undefined : CHOICES.find((choice) => choice.offset === offset)?.label;

/** Radio buttons drawn as one bar: arrow keys, one tab stop and the group's name come from the browser. */
export function ClockChoice({ offset, onChange }: { offset: number; onChange: (offset: number) => void }) {
  const name = useId();
  return (
    <Card className="p-4 sm:p-5">
      <fieldset className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <legend className="float-left font-semibold text-base">What if the clock read…</legend>
        <div className="flex rounded-md border border-input">
          {CHOICES.map(({ offset: value, label, spoken }) => (
            <label
              key={value}
              className="relative cursor-pointer border-input border-l px-2.5 py-1.5 text-sm tabular-nums first:rounded-l-md first:border-l-0 last:rounded-r-md hover:bg-accent has-checked:bg-primary has-checked:text-primary-foreground has-focus-visible:z-10 has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2"
            >
              <input
                type="radio"
                name={name}
                aria-label={spoken}
                checked={offset === value}
                onChange={() => onChange(value)}
                className="absolute inset-0 cursor-pointer opacity-0"
              />
              <span aria-hidden>{label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <p className="mt-2 text-muted-foreground text-xs">
        Changes the verdict in this browser; the service keeps its own time.
      </p>
    </Card>
  );
}
