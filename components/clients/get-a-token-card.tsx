'use client';

import { useTenant } from '@/components/query/tenant';
import { Alert } from '@/components/ui/alert';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/code-block';
import type { ClientView } from '@/lib/contract/portal';
import { assertionProgram } from './assertion-text';
import { hasKeys } from './authentication';
import { envFile, SECRET_PLACEHOLDER, tokenCurl } from './credentials-text';
import { currentSecret } from './secret-age';
import { useOrigin } from './use-origin';

/** What gets this client a token, ready to paste. */
export function GetATokenCard({ client }: { client: ClientView }) {
  const origin = useOrigin();
  const tenant = useTenant();
  const byKey = hasKeys(client);
  const secretsAllowed = tenant.data?.tenant.secrets_allowed ?? true;
  const bySecret = secretsAllowed && (currentSecret(client) !== undefined || !byKey);
  const credentials = {
    origin,
    clientId: client.client_id,
    clientSecret: SECRET_PLACEHOLDER,
    profile: client.profile,
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Get a token</CardTitle>
        <CardDescription>
          {bySecret
            ? `Put the client secret where it says ${SECRET_PLACEHOLDER}. It was shown once, when it was made; if nobody kept it, rotate it.`
            : byKey
              ? 'The client signs an assertion with its private key, which stays where it is.'
              : 'Register a key first: your tenant allows no shared secrets.'}
        </CardDescription>
      </CardHeader>
      {bySecret || byKey ? (
        <CardContent className="flex flex-col gap-4">
          {client.dpop_bound_access_tokens ? (
            <Alert>
              This client must send a DPoP proof with each token request, which the examples below leave out.
              Libraries such as openid-client and oauth4webapi make them.
            </Alert>
          ) : null}
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
            {bySecret ? (
              <>
                <CodeBlock label="curl" code={tokenCurl(credentials)} wrap />
                <CodeBlock label=".env" code={envFile(credentials).trimEnd()} wrap />
              </>
            ) : null}
            {byKey ? (
              <CodeBlock
                label="Node.js (private_key_jwt)"
                code={assertionProgram(origin, client)}
                className="lg:col-span-2"
              />
            ) : null}
          </div>
        </CardContent>
      ) : (
        <div className="h-4" />
      )}
    </Card>
  );
}
