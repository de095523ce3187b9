import { SearchX } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageLink } from '@/components/ui/page-link';

/** Where a client, an app or a webhook would be. Another tenant's is missing too. */
export function SubjectMissing({ what }: { what: 'client' | 'app' | 'webhook' }) {
  return (
    <Card>
      <EmptyState
        heading="h1"
        icon={SearchX}
        title={`This ${what} does not exist (any more)`}
        description={`The address may be cut short, or the ${what} belongs to somewhere else.`}
        action={
          <Button asChild variant="outline">
            <PageLink href={`/${what}s`}>Back to {what}s</PageLink>
          </Button>
        }
      />
    </Card>
  );
}
