'use client';

import { useAttention } from '@/components/query/usage';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Copyable } from '@/components/ui/copyable';
import { Fact } from '@/components/ui/fact';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ClientView } from '@/lib/contract/portal';
import { hasKeys } from './authentication';
import { ClientAdvice } from './client-advice';
import { ClientNotice } from './client-notice';
import { ClientStatusBadge } from './client-status-badge';
import { GetATokenCard } from './get-a-token-card';
import { LastErrorCard } from './last-error-card';
import { LastUsed } from './last-used';
import { RecentActivity } from './recent-activity';
import { ScopeList } from './scope-list';
import { currentSecret } from './secret-age';
import { tokenLifeWords } from './token-life';
import { TrafficSection } from './traffic-section';

export function OverviewTab({ client }: { client: ClientView }) {
  const attention = useAttention(client.client_id);
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
              <Fact term="Authenticates">{authenticationWords(client)}</Fact>
              <Fact term="Tokens">{tokenWords(client)}</Fact>
              {client.allowed_networks.length > 0 ? (
                <Fact term="Used from">
                  <span className="font-mono text-xs">{client.allowed_networks.join(', ')}</span>
                </Fact>
              ) : null}
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
        <div className="flex min-w-0 flex-col gap-5">
          <RecentActivity client={client} />
          <LastErrorCard failure={attention.data?.last_failure} error={attention.error} />
        </div>
      </div>
      <TrafficSection client={client} />
      {attention.data ? <ClientAdvice items={attention.data.items} /> : null}
      <GetATokenCard client={client} />
    </div>
  );
}

function authenticationWords(client: ClientView): string {
  const methods = [currentSecret(client) ? 'a secret' : '', hasKeys(client) ? 'a key' : ''].filter(Boolean);
  return methods.length > 0 ? `By ${methods.join(' or ')}` : 'By nothing: it has neither secret nor key';
}

/** "Live 1 hour, at+jwt, DPoP-bound": what is not the rule, after how long they live. */
function tokenWords(client: ClientView): string {
  return [
    `Live ${tokenLifeWords(client)}`,
    client.profile === 'opencrvs' ? 'OpenCRVS profile' : undefined,
    client.token_typ === 'at+jwt' ? 'at+jwt' : undefined,
    client.dpop_bound_access_tokens ? 'DPoP-bound' : undefined,
  ]
    .filter(Boolean)
    .join(', ');
}
