import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';

export function ClientMissing() {
  return (
    <Card>
      <EmptyState
        heading="h1"
        icon={SearchX}
        title="This client does not exist (any more)"
        description="The address may be cut short, or the client belongs to somewhere else."
        action={
          <Button asChild variant="outline">
            <Link href="/clients">Back to clients</Link>
          </Button>
        }
      />
    </Card>
  );
}
