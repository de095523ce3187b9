'use client';

import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/code-block';
import { Copyable } from '@/components/ui/copyable';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ClientView } from '@/lib/contract/portal';
import { ClientNotice } from './client-notice';
import { ClientStatusBadge } from './client-status-badge';
import { envFile, SECRET_PLACEHOLDER, tokenCurl } from './credentials-text';
import { Fact } from './fact';
import { LastUsed } from './last-used';
import { RecentActivity } from './recent-activity';
import { ScopeList } from './scope-list';
import { useOrigin } from './use-origin';

export function OverviewTab({ client }: { client: ClientView }) {
  const origin = useOrigin();
  const credentials = { origin, clientId: client.client_id, clientSecret: SECRET_PLACEHOLDER };
  return (
    <div className="flex flex-col gap-5">
      <ClientNotice client={client} />
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
        <Card>
          <CardHeader>
            <CardTitle>Facts</CardTitle>
          </CardHeader>
          <CardContent>
            <dl>
              <Fact term="Client ID">
                <Copyable value={client.client_id} label="Copy ID" />
              </Fact>
              <Fact term="Status">
                <ClientStatusBadge status={client.status} />
              </Fact>
              <Fact term="Scopes">
                <ScopeList scopes={client.scopes} />
              </Fact>
              <Fact term="Description">
                {client.description || <span className="text-muted-foreground">None</span>}
              </Fact>
              <Fact term="Last used">
                <LastUsed at={client.last_used_at} />
              </Fact>
              <Fact term="Created">
                <RelativeTime value={client.created_at} />
              </Fact>
              <Fact term="Changed">
                <RelativeTime value={client.updated_at} />
              </Fact>
            </dl>
          </CardContent>
        </Card>
        <RecentActivity client={client} />
      </div>
      <Card>
        <CardHeader>
          <CardTitle>Get a token</CardTitle>
          <CardDescription>
            Put the client secret where it says {SECRET_PLACEHOLDER}. It was shown once, when it was made; if
            nobody kept it, rotate it.
          </CardDescription>
        </CardHeader>
        <CardContent className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          <CodeBlock label="curl" code={tokenCurl(credentials)} wrap />
          <CodeBlock label=".env" code={envFile(credentials).trimEnd()} wrap />
        </CardContent>
      </Card>
    </div>
  );
}
