import type { ReactNode } from 'react';
import { TextLink } from '@/components/ui/text-link';

/** Below a form: where to go instead. */
export function WayOn({ children }: { children: ReactNode }) {
  return <div className="mt-4 flex flex-wrap justify-center gap-x-4 gap-y-2 text-sm">{children}</div>;
}

export const SignInLink = () => <TextLink href="/login">Sign in</TextLink>;
