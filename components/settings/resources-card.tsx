'use client';

import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { useUpdateTenant } from '@/components/query/tenant';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Field, FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { resourcesSchema } from '@/lib/contract/client-fields';
import type { TenantView } from '@/lib/contract/portal';

/** The audiences besides gooclaim-api. */
export function ResourcesCard({ tenant, mayEdit }: { tenant: TenantView; mayEdit: boolean }) {
  const remove = useUpdateTenant();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Audiences</CardTitle>
        <CardDescription>
          APIs of your own that tokens may be for, besides gooclaim-api. Which client may ask for which is set
          at the client, under “Scopes & token”.
        </CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {tenant.resources.length === 0 ? (
          <p className="rounded-md border px-3 py-2.5 text-muted-foreground text-sm">
            None yet: every token is for gooclaim-api.
          </p>
        ) : (
          <ul aria-label="Audiences" className="divide-y rounded-md border">
            {tenant.resources.map((resource) => (
              <li key={resource} className="flex min-h-10 items-center gap-3 py-1 pr-1.5 pl-3">
                <code className="min-w-0 flex-1 break-all font-mono text-xs">{resource}</code>
                {mayEdit ? (
                  <Button
                    variant="ghost"
                    size="icon-sm"
                    aria-label={`Remove ${resource}`}
                    busy={remove.isPending}
                    onClick={() =>
                      remove.mutate(
                        { resources: tenant.resources.filter((other) => other !== resource) },
                        { onSuccess: () => toast.success('Removed', { description: resource }) },
                      )
                    }
                  >
                    {remove.isPending ? null : <Trash2 aria-hidden />}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        )}
        <FieldError message={remove.error ? refusalOf(remove.error) : undefined} />
        {mayEdit ? <AddResource resources={tenant.resources} /> : null}
      </CardContent>
    </Card>
  );
}

function AddResource({ resources }: { resources: string[] }) {
  const add = useUpdateTenant();
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = resourcesSchema.safeParse([...resources, text]);
    if (!wanted.success) {
      setError(wanted.error.issues[0]?.message);
      return;
    }
    try {
      await add.mutateAsync({ resources: wanted.data });
      setText('');
      toast.success('Added', { description: text.trim() });
    } catch (refusal) {
      setError(refusalOf(refusal));
    }
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2 sm:flex-row sm:items-end">
      <Field label="Another audience" error={error} className="min-w-0 flex-1">
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://claims.example.com"
          className="font-mono sm:text-xs"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
        />
      </Field>
      <Button type="submit" variant="outline" disabled={!text.trim()} busy={add.isPending}>
        Add audience
      </Button>
    </form>
  );
}

/** The service names the field; there is only one here. */
function refusalOf(error: unknown): string {
  const [message] = error instanceof PortalApiError ? Object.values(error.fields) : [];
  return message ?? describeError(error).description;
}
