'use client';

import { leave } from '@/components/query/sign-in-again';
import type { ProofKind } from '@/lib/contract/factors';
import { ProofForm } from './proof-form';

/** The second half of a sign-in. */
export const SecondFactor = ({ methods, returnTo }: { methods: ProofKind[]; returnTo: string }) => (
  <ProofForm methods={methods} onProven={() => leave(returnTo)} />
);
