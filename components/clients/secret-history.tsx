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
import type { SecretView } from '@/lib/contract/portal';
import { LastUsed } from './last-used';
import { SecretHint } from './secret-hint';

export function SecretHistory({ secrets }: { secrets: SecretView[] }) {
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-3">
        <CardTitle>Ended secrets</CardTitle>
        <CardDescription>Of the last 30 days. None of them works any more.</CardDescription>
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
                <TableCell>{secret.created_by}</TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Card>
  );
}
