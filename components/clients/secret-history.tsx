'use client';

import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import { useNow } from '@/components/ui/use-now';
import type { ClientView, SecretView } from '@/lib/contract/portal';
import { LONGEST_TOKEN_LIFE } from '@/lib/contract/token-life';
import { EndSecretTokens } from './end-secret-tokens';
import { LastUsed } from './last-used';
import { secretAuthor } from './secret-author';
import { SecretHint } from './secret-hint';

export function SecretHistory({ client, secrets }: { client: ClientView; secrets: SecretView[] }) {
  const now = useNow() ?? 0;
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-3">
        <CardTitle>Ended secrets</CardTitle>
        <CardDescription>
          Of the last 30 days. None of them works any more; what was issued with one goes on until it expires.
        </CardDescription>
      </CardHeader>
      <Table className="border-t">
        <TableCaption>Ended secrets</TableCaption>
        <TableHeader>
          <TableRow>
            <TableHead>Secret</TableHead>
            <TableHead>Ended</TableHead>
            <TableHead>Last used</TableHead>
            <TableHead className="text-right">Tokens</TableHead>
            <TableHead>Created by</TableHead>
            <TableHead>
              <span className="sr-only">Action</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {secrets.map((secret) => {
            const ended = secret.retired_at ?? secret.expires_at;
            return (
              <TableRow key={secret.id} className="text-muted-foreground">
                <TableCell>
                  <SecretHint hint={secret.hint} className="text-foreground" />
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  {secret.state === 'retired' ? 'Retired ' : 'Expired '}
                  {ended ? <RelativeTime value={ended} /> : null}
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  <LastUsed at={secret.last_use?.at ?? null} />
                </TableCell>
                <TableCell className="text-right">
                  {(secret.last_use?.count ?? 0).toLocaleString('en')}
                </TableCell>
                <TableCell>{secretAuthor(secret)}</TableCell>
                <TableCell className="py-1 text-right">
                  {ended && now < Date.parse(ended) + LONGEST_TOKEN_LIFE * 1000 ? (
                    <EndSecretTokens client={client} secret={secret} />
                  ) : null}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Card>
  );
}
