import type { ReactNode } from 'react';
import { StandingPage } from '@/components/shell/standing-page';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return <StandingPage>{children}</StandingPage>;
}
