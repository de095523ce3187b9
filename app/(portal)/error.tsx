'use client';

import { type CrashProps, CrashReport } from '@/components/shell/crash-report';

/** Inside the shell: the navigation stays usable. */
export default function PortalError(props: CrashProps) {
  return (
    <div className="flex justify-center px-4 py-20">
      <CrashReport {...props} />
    </div>
  );
}
