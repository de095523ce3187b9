import { KeyRound, type LucideIcon, ScanSearch } from 'lucide-react';

/** The portal's pages, in the order of the navigation. */
export const SECTIONS: { href: string; label: string; icon: LucideIcon }[] = [
  { href: '/clients', label: 'Clients', icon: KeyRound },
  { href: '/debugger', label: 'Debugger', icon: ScanSearch },
];
