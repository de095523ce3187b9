'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { SaveFooter } from '@/components/forms/save-footer';
import { useSame } from '@/components/forms/use-same';
import { applyFieldErrors } from '@/components/query/field-errors';
import { useSaveSso } from '@/components/query/sso';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Copyable } from '@/components/ui/copyable';
import { Fact } from '@/components/ui/fact';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import type { SaveSso, SsoConnectionView, SsoView } from '@/lib/contract/sso';
import { RoleMappingFields } from './role-mapping-fields';
import { firstMessage, type SsoFormValues, savedValues, ssoFormSchema } from './sso-form-values';
import { SsoSwitches } from './sso-switches';

const TYPED = { autoComplete: 'off', spellCheck: false, className: 'font-mono sm:text-xs' };

/** The provider, and what its word counts for. No draft is kept of it: a secret may be in it. */
export function SsoConnectionCard({ sso, mayEdit }: { sso: SsoView; mayEdit: boolean }) {
  const { connection } = sso;
  const save = useSaveSso();
  const [refusal, setRefusal] = useState<string>();
  const saved = useSame(savedValues(connection));
  const form = useForm<SsoFormValues, unknown, SaveSso>({
    resolver: zodResolver(ssoFormSchema),
    defaultValues: saved,
  });
  const { errors } = form.formState;
  useEffect(() => {
    form.reset(saved, { keepDirtyValues: true, keepDirty: true });
  }, [form, saved]);

  const submit = form.handleSubmit(async (body) => {
    setRefusal(undefined);
    try {
      const answer = await save.mutateAsync(body);
      form.reset(savedValues(answer.sso.connection));
      toast.success('Single sign-on saved');
    } catch (error) {
      setRefusal(applyFieldErrors(form, error));
    }
  });

  return (
    <Card>
      <form method="post" onSubmit={submit} noValidate>
        <CardHeader>
          <CardTitle>Single sign-on</CardTitle>
          <CardDescription>
            People sign in with your organisation’s OpenID provider: Entra ID, Okta, Google, Keycloak and
            others.
          </CardDescription>
          <CardAction>
            <StateBadge connection={connection} />
          </CardAction>
        </CardHeader>
        <CardContent className="flex flex-col gap-5">
          {mayEdit ? null : <Alert>An owner changes these.</Alert>}
          <dl>
            <Fact term="Redirect URI">
              <Copyable value={sso.redirect_uri} label="Copy redirect URI" />
            </Fact>
            {connection?.enabled ? (
              <Fact term="Sign-in link">
                <Copyable value={sso.sign_in_link} label="Copy sign-in link" />
              </Fact>
            ) : null}
            {connection ? <Fact term="Linked people">{connection.people}</Fact> : null}
          </dl>
          {refusal ? <Alert variant="destructive">{refusal}</Alert> : null}
          <fieldset disabled={!mayEdit} className="flex min-w-0 flex-col gap-5">
            <legend className="sr-only">The provider</legend>
            <Field
              label="Issuer"
              error={errors.issuer?.message}
              hint="As the provider names itself. Register the redirect URI above there, and copy what follows from there."
            >
              <Input
                type="url"
                inputMode="url"
                placeholder="https://login.example.com"
                {...TYPED}
                {...form.register('issuer')}
              />
            </Field>
            <Field label="Client ID" error={errors.client_id?.message}>
              <Input {...TYPED} {...form.register('client_id')} />
            </Field>
            <Field
              label="Client secret"
              error={errors.client_secret?.message}
              hint={connection ? 'One is stored, and shown to nobody. Type to replace it.' : undefined}
            >
              <Input
                type="password"
                {...TYPED}
                autoComplete="new-password"
                placeholder={connection ? '••••••••' : undefined}
                {...form.register('client_secret')}
              />
            </Field>
            <Field
              label="Scopes"
              error={firstMessage(errors.scopes)}
              hint="With spaces between. openid is needed; email as well, with most providers."
            >
              <Input {...TYPED} {...form.register('scopes')} />
            </Field>
            <RoleMappingFields form={form} />
            <SsoSwitches form={form} />
          </fieldset>
        </CardContent>
        {mayEdit ? (
          <SaveFooter
            state={form.formState}
            onDiscard={() => {
              setRefusal(undefined);
              form.reset(saved);
            }}
          />
        ) : null}
      </form>
    </Card>
  );
}

function StateBadge({ connection }: { connection: SsoConnectionView | null }) {
  if (!connection?.enabled) return <Badge>{connection ? 'Off' : 'Not set up'}</Badge>;
  return <Badge variant="ok">{connection.enforced ? 'Required' : 'On'}</Badge>;
}
