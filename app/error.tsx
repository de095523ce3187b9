'use client';

import { type CrashProps, CrashReport } from '@/components/shell/crash-report';
import { StandingPage } from '@/components/shell/standing-page';

export default function PageError(props: CrashProps) {
  return (
    <StandingPage>
      <CrashReport {...props} />
    </StandingPage>
  );
}
