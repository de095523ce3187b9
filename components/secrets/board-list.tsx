'use client';

import Link from 'next/link';
import { secretAuthor } from '@/components/clients/secret-author';
import { SecretHint } from '@/components/clients/secret-hint';
import { Button } from '@/components/ui/button';
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
import { useMediaQuery } from '@/components/ui/use-media-query';
import type { BoardSecret } from '@/lib/contract/secrets-board';
import { DueBadge, SecretMarks } from './due-badge';

interface Props {
  secrets: BoardSecret[];
  maxAgeDays: number | null;
  /** Undefined for whoever may not rotate. */
  onRotate: ((secret: BoardSecret) => void) | undefined;
}

/** What is due first comes first. */
export function BoardList(props: Props) {
  const wide = useMediaQuery('(min-width: 900px)');
  return wide ? <BoardTable {...props} /> : <BoardCards {...props} />;
}

const secretsOf = ({ client }: BoardSecret) => `/clients/${client.client_id}?tab=secrets`;

function BoardTable({ secrets, maxAgeDays, onRotate }: Props) {
  return (
    <Table>
      <TableCaption>Live secrets, what is due first coming first</TableCaption>
      <TableHeader>
        <TableRow>
          <TableHead>Client</TableHead>
          <TableHead>Secret</TableHead>
          <TableHead>Due</TableHead>
          <TableHead>Made</TableHead>
          <TableHead>Last used</TableHead>
          {onRotate ? (
            <TableHead>
              <span className="sr-only">Action</span>
            </TableHead>
          ) : null}
        </TableRow>
      </TableHeader>
      <TableBody>
        {secrets.map((secret) => (
          <TableRow key={secret.id} className="relative h-[3.25rem] hover:bg-accent">
            <TableCell>
              <Link
                href={secretsOf(secret)}
                className="block max-w-52 truncate font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
              >
                {secret.client.name}
              </Link>
            </TableCell>
            <TableCell>
              <span className="flex items-center gap-2">
                <SecretHint hint={secret.hint} />
                <SecretMarks secret={secret} />
              </span>
            </TableCell>
            <TableCell>
              <span className="relative z-10">
                <DueBadge secret={secret} maxAgeDays={maxAgeDays} />
              </span>
            </TableCell>
            <TableCell className="max-w-52">
              <Made secret={secret} />
            </TableCell>
            <TableCell>
              <Used secret={secret} />
            </TableCell>
            {onRotate ? (
              <TableCell className="py-1 text-right">
                <RotateButton secret={secret} onRotate={onRotate} />
              </TableCell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function BoardCards({ secrets, maxAgeDays, onRotate }: Props) {
  return (
    <ul aria-label="Live secrets, what is due first coming first" className="divide-y">
      {secrets.map((secret) => (
        <li key={secret.id} className="relative flex flex-col gap-2 px-4 py-3 text-sm">
          <div className="flex items-start justify-between gap-3">
            <Link
              href={secretsOf(secret)}
              className="min-w-0 truncate font-medium after:absolute after:inset-0"
            >
              {secret.client.name}
            </Link>
            <DueBadge secret={secret} maxAgeDays={maxAgeDays} />
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <SecretHint hint={secret.hint} />
            <SecretMarks secret={secret} />
          </div>
          <div className="flex items-end justify-between gap-3">
            <div className="flex min-w-0 flex-col gap-1 text-xs">
              <Made secret={secret} />
              <Used secret={secret} />
            </div>
            {onRotate ? <RotateButton secret={secret} onRotate={onRotate} /> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Made({ secret }: { secret: BoardSecret }) {
  return (
    <span className="block truncate">
      <RelativeTime value={secret.created_at} className="relative z-10" />
      <span className="text-muted-foreground" title={secretAuthor(secret)}>
        {' '}
        by {secretAuthor(secret)}
      </span>
    </span>
  );
}

function Used({ secret: { last_use } }: { secret: BoardSecret }) {
  if (!last_use) return <span className="text-muted-foreground">Never used</span>;
  return (
    <span className="whitespace-nowrap">
      <RelativeTime value={last_use.at} className="relative z-10" />{' '}
      <span className="text-muted-foreground">from</span>{' '}
      <code className="font-mono text-xs">{last_use.address}</code>
    </span>
  );
}

/** One rotation at a time: of one under way there is the switch to watch instead. */
function RotateButton({
  secret,
  onRotate,
}: {
  secret: BoardSecret;
  onRotate: (secret: BoardSecret) => void;
}) {
  if (secret.rotating)
    return (
      <Button asChild variant="outline" size="sm" className="relative z-10">
        <Link href={secretsOf(secret)} aria-label={`Watch the switch of ${secret.client.name}`}>
          Watch
        </Link>
      </Button>
    );
  return (
    <Button
      variant="outline"
      size="sm"
      className="relative z-10"
      aria-label={`Rotate the secret of ${secret.client.name}`}
      onClick={() => onRotate(secret)}
    >
      Rotate
    </Button>
  );
}
