'use client';

import './globals.css';
import { type CrashProps, CrashReport } from '@/components/shell/crash-report';
import { StandingPage } from '@/components/shell/standing-page';

/** When the root layout itself fails: it replaces that layout, fonts and theme included. */
export default function GlobalError(props: CrashProps) {
  return (
    <html lang="en">
      <body>
        <title>Fault · Gooclaim Auth</title>
        <StandingPage>
          <CrashReport {...props} />
        </StandingPage>
      </body>
    </html>
  );
}
