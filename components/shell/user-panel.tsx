'use client';

import { KeyRound, ShieldCheck } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { PageLink } from '@/components/ui/page-link';
import { PopoverClose, PopoverPanel, type PopoverPanelProps } from '@/components/ui/popover';
import { useSession } from './session-context';
import { SessionCountdown } from './session-countdown';
import { SignOutButton } from './sign-out-button';
import { ThemeChoice } from './theme-choice';

export function UserPanel(props: PopoverPanelProps) {
  const { user, tenant } = useSession();
  const pathname = usePathname();
  return (
    <PopoverPanel {...props} aria-label="Account" className="flex w-68 flex-col">
      <div className="flex flex-col gap-1.5 p-3">
        <p className="truncate font-medium text-sm" title={user.email}>
          {user.email}
        </p>
        <p className="flex items-center justify-between gap-2 text-muted-foreground text-xs">
          <span className="truncate">{tenant.name}</span>
          <Badge className="capitalize">{user.role}</Badge>
        </p>
        <p className="text-muted-foreground text-xs">
          <SessionCountdown />
        </p>
      </div>
      <div className="border-t p-2">
        <ThemeChoice />
      </div>
      <div className="flex flex-col border-t p-1">
        <PopoverClose asChild>
          <Button asChild variant="ghost" size="sm" className="justify-start">
            <PageLink href="/account">
              <ShieldCheck aria-hidden className="text-muted-foreground" />
              Account security
            </PageLink>
          </Button>
        </PopoverClose>
        {user.has_password ? (
          <PopoverClose asChild>
            <Button asChild variant="ghost" size="sm" className="justify-start">
              <PageLink href={`/change-password?voluntary=1&callbackUrl=${encodeURIComponent(pathname)}`}>
                <KeyRound aria-hidden className="text-muted-foreground" />
                Change password
              </PageLink>
            </Button>
          </PopoverClose>
        ) : null}
        <SignOutButton variant="ghost" size="sm" icon className="justify-start" />
      </div>
    </PopoverPanel>
  );
}
