import {
  AppWindow,
  BookOpen,
  ChartColumn,
  FileKey,
  KeyRound,
  type LucideIcon,
  RotateCw,
  ScanSearch,
  ScrollText,
  Settings,
  Users,
  Webhook,
} from 'lucide-react';

/** The portal's pages, in the order of the navigation. */
export const SECTIONS: { href: string; label: string; icon: LucideIcon }[] = [
  { href: '/overview', label: 'Overview', icon: ChartColumn },
  { href: '/clients', label: 'Clients', icon: KeyRound },
  { href: '/secrets', label: 'Secrets', icon: RotateCw },
  { href: '/apps', label: 'Apps', icon: AppWindow },
  { href: '/webhooks', label: 'Webhooks', icon: Webhook },
  { href: '/debugger', label: 'Debugger', icon: ScanSearch },
  { href: '/audit', label: 'Audit log', icon: ScrollText },
  { href: '/signing-keys', label: 'Signing keys', icon: FileKey },
  { href: '/members', label: 'Members', icon: Users },
  { href: '/settings', label: 'Settings', icon: Settings },
  { href: '/docs', label: 'Docs', icon: BookOpen },
];
