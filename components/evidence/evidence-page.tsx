'use client';

import { ArrowLeft, Printer } from 'lucide-react';
import { useEvidence } from '@/components/query/evidence';
import { describeError } from '@/components/query/portal-api-error';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import type { EvidencePeriod } from '@/lib/contract/evidence';
import { EvidenceDocument } from './evidence-document';

/** @param period null for an address that names none */
export function EvidencePage({ period }: { period: EvidencePeriod | null }) {
  return (
    <main className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-8 print:max-w-none print:p-0">
      {period ? (
        <Loaded period={period} />
      ) : (
        <ErrorState
          heading="h1"
          title="This is no period"
          description="The address names no first and last day, or more than two years between them."
          action={<BackLink />}
        />
      )}
    </main>
  );
}

const BackLink = () => (
  <TextLink href="/secrets" className="inline-flex items-center gap-1.5 text-sm">
    <ArrowLeft aria-hidden className="size-4" />
    Secrets
  </TextLink>
);

function Loaded({ period }: { period: EvidencePeriod }) {
  const evidence = useEvidence(period);
  if (evidence.isPending)
    return (
      <div role="status" aria-label="Loading evidence" className="flex flex-col gap-6">
        <h1 className="sr-only">Evidence of secret rotation</h1>
        <Skeleton className="h-8 w-80 max-w-full" />
        <Skeleton className="h-40" />
        <Skeleton className="h-96" />
      </div>
    );
  if (!evidence.data)
    return (
      <ErrorState
        heading="h1"
        title="The evidence could not be loaded"
        {...describeError(evidence.error)}
        retrying={evidence.isFetching}
        onRetry={() => evidence.refetch()}
        action={<BackLink />}
      />
    );
  const { secrets_cut, rotations_cut } = evidence.data;
  return (
    <>
      <div className="mb-8 flex items-center justify-between gap-4 print:hidden">
        <BackLink />
        <Button onClick={() => window.print()}>
          <Printer aria-hidden />
          Print
        </Button>
      </div>
      {secrets_cut || rotations_cut ? (
        <Alert variant="soon" className="mb-6">
          More than is printed here: choose a shorter period, or take the CSV, which has every secret.
        </Alert>
      ) : null}
      <EvidenceDocument evidence={evidence.data} />
    </>
  );
}
