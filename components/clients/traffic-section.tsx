'use client';

import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import { figure } from '@/components/usage/chart-data';
import { UsageCharts } from '@/components/usage/usage-charts';
import type { ClientView } from '@/lib/contract/portal';
import type { UsageView } from '@/lib/contract/usage';
import { SecretHint } from './secret-hint';

/** What a client does, over the range of the URL. */
export function TrafficSection({ client }: { client: ClientView }) {
  return (
    <UsageCharts
      client={client.client_id}
      title="Traffic"
      more={({ credentials }) =>
        credentials.length > 1 ? <ByCredential client={client} credentials={credentials} /> : null
      }
    />
  );
}

/** While a client has more than one secret or key, who still comes with which. */
function ByCredential({
  client,
  credentials,
}: {
  client: ClientView;
  credentials: UsageView['credentials'];
}) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>By secret or key</CardTitle>
      </CardHeader>
      <CardContent className="px-0 pb-1 sm:px-0">
        <Table>
          <TableCaption>Calls by secret or key, in the chosen time</TableCaption>
          <TableHeader>
            <TableRow>
              <TableHead>Secret or key</TableHead>
              <TableHead className="text-right">Tokens</TableHead>
              <TableHead className="text-right">Introspections</TableHead>
              <TableHead className="text-right">Failed</TableHead>
              <TableHead className="text-right">Limited</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {credentials.map(({ credential_id, tokens, introspections, failures, limited }) => (
              <TableRow key={credential_id}>
                <TableCell>
                  <CredentialName client={client} id={credential_id} />
                </TableCell>
                {Object.entries({ tokens, introspections, failures, limited }).map(([name, count]) => (
                  <TableCell key={name} className="text-right tabular-nums">
                    {figure(count)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </CardContent>
    </Card>
  );
}

function CredentialName({ client, id }: { client: ClientView; id: string }) {
  const secret = client.secrets.find((one) => one.id === id);
  if (secret)
    return (
      <>
        Secret <SecretHint hint={secret.hint} />
        <span className="ml-2 text-muted-foreground text-xs">{secret.state}</span>
      </>
    );
  return (
    <code className="block max-w-64 truncate font-mono text-xs" title={id}>
      {id}
    </code>
  );
}
