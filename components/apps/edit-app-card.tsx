'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { SavedFormCard } from '@/components/forms/saved-form-card';
import { useSame } from '@/components/forms/use-same';
import { useUpdateApp } from '@/components/query/apps';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import type { AppView } from '@/lib/contract/apps';
import { AppFields, appFormSchema, appFormValues } from './app-fields';

export function EditAppCard({ app, mayEdit }: { app: AppView; mayEdit: boolean }) {
  return mayEdit ? <EditForm app={app} /> : <Addresses app={app} />;
}

function EditForm({ app }: { app: AppView }) {
  const update = useUpdateApp(app.id);
  const saved = useSame(appFormValues(app));
  const form = useForm({ resolver: zodResolver(appFormSchema), defaultValues: saved });
  return (
    <SavedFormCard
      form={form}
      saved={saved}
      draftName={`edit-app:${app.id}`}
      save={async (values) => appFormValues((await update.mutateAsync(values)).app)}
      title="Name and addresses"
      description="People are sent to these addresses and to no other."
    >
      <AppFields register={form.register} control={form.control} errors={form.formState.errors} />
    </SavedFormCard>
  );
}

function Addresses({ app }: { app: AppView }) {
  const lists = [
    ['Redirect URIs', app.redirect_uris],
    ['Post-logout redirect URIs', app.post_logout_redirect_uris],
  ] as const;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Addresses</CardTitle>
        <CardDescription>An owner or admin can change them.</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4 text-sm">
        {lists.map(([title, addresses]) => (
          <div key={title} className="flex flex-col gap-1">
            <h3 className="font-medium">{title}</h3>
            {addresses.length === 0 ? <p className="text-muted-foreground">None</p> : null}
            <ul>
              {addresses.map((address) => (
                <li key={address}>
                  <code className="break-all font-mono text-xs">{address}</code>
                </li>
              ))}
            </ul>
          </div>
        ))}
        {app.mcp_access ? <p>May use the MCP server.</p> : null}
      </CardContent>
    </Card>
  );
}
