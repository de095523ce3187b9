'use client';

import {
  AppWindow,
  Keyboard,
  LogOut,
  type LucideIcon,
  Moon,
  Plus,
  RotateCw,
  ShieldCheck,
  Sun,
  UserPlus,
  Webhook,
} from 'lucide-react';
import { useTheme } from 'next-themes';
import { signOut } from '@/components/shell/sign-out';
import type { SessionView } from '@/lib/contract/portal';
import { may } from '@/lib/contract/roles';
import type { Mode } from './command-palette';
import type { Recent } from './recents';

interface Action {
  label: string;
  icon: LucideIcon;
  run: () => void;
}

/** What this person may do from anywhere. */
export function useActions(
  { role }: SessionView['user'],
  {
    onGo,
    onMode,
    onClose,
    onShortcuts,
  }: {
    onGo: (place: Recent, keep?: boolean) => void;
    onMode: (mode: Mode) => void;
    onClose: () => void;
    onShortcuts: () => void;
  },
): Action[] {
  const { resolvedTheme, setTheme } = useTheme();
  const to = (label: string, icon: LucideIcon, href: string): Action => ({
    label,
    icon,
    run: () => onGo({ href, label }, false),
  });
  const dark = resolvedTheme === 'dark';
  return [
    ...(may(role, 'client:create') ? [to('Create a client', Plus, '/clients?create=true')] : []),
    ...(may(role, 'secret:rotate')
      ? [{ label: 'Rotate a secret of…', icon: RotateCw, run: () => onMode('rotate') }]
      : []),
    ...(may(role, 'app:edit') ? [to('Register an app', AppWindow, '/apps?create=true')] : []),
    ...(may(role, 'webhook:edit') ? [to('Add a webhook', Webhook, '/webhooks?create=true')] : []),
    ...(may(role, 'member:edit') ? [to('Invite a member', UserPlus, '/members?invite=true')] : []),
    to('Account security', ShieldCheck, '/account'),
    {
      label: dark ? 'Switch to the light theme' : 'Switch to the dark theme',
      icon: dark ? Sun : Moon,
      run: () => {
        setTheme(dark ? 'light' : 'dark');
        onClose();
      },
    },
    { label: 'Keyboard shortcuts', icon: Keyboard, run: onShortcuts },
    { label: 'Sign out', icon: LogOut, run: () => void signOut() },
  ];
}
