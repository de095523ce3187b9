'use client';

import { Trash2 } from 'lucide-react';
import { onlyFieldError } from '@/components/query/field-errors';
import { useUpdateTenant } from '@/components/query/tenant';
import { toastWithUndo } from '@/components/shell/undo-toast';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { FieldError } from '@/components/ui/field';
import { resourcesSchema } from '@/lib/contract/client-fields';
import type { TenantView } from '@/lib/contract/portal';
import { AddOneForm } from './add-one-form';

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
                        {
                          onSuccess: () =>
                            toastWithUndo('Removed', {
                              description: resource,
                              undo: () => remove.mutateAsync({ resources: tenant.resources }),
                              undone: `${resource} is back`,
                            }),
                        },
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
        <FieldError message={remove.error ? onlyFieldError(remove.error) : undefined} />
        {mayEdit ? <AddResource resources={tenant.resources} /> : null}
      </CardContent>
    </Card>
  );
}

function AddResource({ resources }: { resources: string[] }) {
  const add = useUpdateTenant();
  return (
    <AddOneForm
      label="Another audience"
      action="Add audience"
      input={{ type: 'url', inputMode: 'url', placeholder: 'https://claims.example.com' }}
      busy={add.isPending}
      read={(text) => resourcesSchema.safeParse([...resources, text])}
      add={async (wanted, text) => {
        await add.mutateAsync({ resources: wanted });
        return text.trim();
      }}
    />
  );
}
