'use client';

import { type Ref, useId } from 'react';
import { describeError } from '@/components/query/portal-api-error';
import { useTenant } from '@/components/query/tenant';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field';
import { Label } from '@/components/ui/label';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';

/** Which of the tenant's resources a client may ask tokens for. */
export function ResourcePicker({
  ref,
  value,
  onChange,
  error,
}: {
  ref?: Ref<HTMLButtonElement>;
  value: string[];
  onChange: (resources: string[]) => void;
  error?: string;
}) {
  const id = useId();
  const tenant = useTenant();
  return (
    <fieldset
      aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <legend className="mb-1.5 font-medium text-sm">Audiences</legend>
      {choices()}
      <FieldError id={`${id}-error`} message={error} />
      <p id={`${id}-hint`} className="text-muted-foreground text-xs">
        A token is for gooclaim-api unless the request names one of these as <code>resource</code>.{' '}
        <TextLink href="/settings">Add one in Settings</TextLink>
      </p>
    </fieldset>
  );

  function choices() {
    if (tenant.isPending) return <Skeleton className="h-10" />;
    if (!tenant.data)
      return (
        <p className="text-sm">
          {describeError(tenant.error).description}{' '}
          <Button variant="link" onClick={() => tenant.refetch()}>
            Try again
          </Button>
        </p>
      );
    const offered = [...new Set([...tenant.data.tenant.resources, ...value])];
    if (offered.length === 0)
      return (
        <p className="rounded-md border px-3 py-2.5 text-muted-foreground text-sm">
          Your tenant has no audience besides gooclaim-api.
        </p>
      );
    return (
      <ul className="divide-y rounded-md border bg-card">
        {offered.map((resource, index) => (
          <li key={resource}>
            <Label className="flex min-h-10 cursor-pointer items-center gap-3 px-3 py-2 font-normal hover:bg-accent">
              <Checkbox
                ref={index === 0 ? ref : undefined}
                checked={value.includes(resource)}
                aria-label={resource}
                onCheckedChange={(checked) =>
                  onChange(
                    checked === true ? [...value, resource] : value.filter((other) => other !== resource),
                  )
                }
              />
              <code className="min-w-0 break-all font-mono text-xs">{resource}</code>
            </Label>
          </li>
        ))}
      </ul>
    );
  }
}
