'use client';

import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { describeError, PortalApiError } from '@/components/query/portal-api-error';
import { useAddDomain } from '@/components/query/sso';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
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
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = addDomainSchema.safeParse({ domain: text });
    if (!wanted.success) {
      setError(wanted.error.issues[0]?.message);
      return;
    }
    try {
      await add.mutateAsync(wanted.data.domain);
      setText('');
      toast.success('Added', { description: wanted.data.domain });
    } catch (refusal) {
      const atField = refusal instanceof PortalApiError ? refusal.fields.domain : undefined;
      setError(atField ?? describeError(refusal).description);
    }
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2 sm:flex-row sm:items-end">
      <Field label="Another domain" error={error} className="min-w-0 flex-1">
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="example.com"
          className="font-mono sm:text-xs"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
        />
      </Field>
      <Button type="submit" variant="outline" disabled={!text.trim()} busy={add.isPending}>
        Add domain
      </Button>
    </form>
  );
}
