'use client';

import { ChevronDown, KeyRound, LogOut } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { useSession } from './session-context';
import { SessionCountdown } from './session-countdown';
import { signOut } from './sign-out';
import { ThemeChoice } from './theme-choice';

export function UserMenu() {
  const { user, tenant } = useSession();
  const pathname = usePathname();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="sm" aria-label="Account" className="min-w-0 gap-2 px-1.5">
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-primary-soft font-semibold text-link text-xs uppercase"
          >
            {user.email.slice(0, 1)}
          </span>
          <span className="hidden max-w-52 truncate sm:inline">{user.email}</span>
          <ChevronDown aria-hidden className="text-muted-foreground" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-64">
        <div className="flex flex-col gap-1 px-2 py-2">
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
        <DropdownMenuSeparator />
        <ThemeChoice />
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href={`/change-password?voluntary=1&callbackUrl=${encodeURIComponent(pathname)}`}>
            <KeyRound aria-hidden />
            Change password
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
