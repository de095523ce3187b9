'use client';

import { useAddDomain } from '@/components/query/sso';
import { AddOneForm } from '@/components/settings/add-one-form';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { addDomainSchema, type DomainView } from '@/lib/contract/sso';
import { DomainRow } from './domain-row';

export function DomainsCard({ domains, mayEdit }: { domains: DomainView[]; mayEdit: boolean }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Domains</CardTitle>
        <CardDescription>
          People are known by their address only in domains that you have proven to be yours, by a TXT record.
        </CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {domains.length === 0 ? (
          <p className="rounded-md border px-3 py-2.5 text-muted-foreground text-sm">
            None yet: nobody can sign in by single sign-on.
          </p>
        ) : (
          <ul aria-label="Domains" className="divide-y rounded-md border">
            {domains.map((domain) => (
              <DomainRow key={domain.id} domain={domain} mayEdit={mayEdit} />
            ))}
          </ul>
        )}
        {mayEdit ? <AddDomain /> : null}
      </CardContent>
    </Card>
  );
}

function AddDomain() {
  const add = useAddDomain();
  return (
    <AddOneForm
      label="Another domain"
      action="Add domain"
      input={{ autoCapitalize: 'none', placeholder: 'example.com' }}
      busy={add.isPending}
      read={(text) => addDomainSchema.safeParse({ domain: text })}
      add={async ({ domain }) => {
        await add.mutateAsync(domain);
        return domain;
      }}
    />
  );
}
