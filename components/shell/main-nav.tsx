'use client';

import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/cn';
import { PageLink } from '@/components/ui/page-link';
import { SECTIONS } from './sections';

export function MainNav({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {SECTIONS.map(({ href, label, icon: Icon }) => {
          const here = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={href}>
              <PageLink
                href={href}
                onClick={onNavigate}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-sm transition-colors duration-100 lg:h-8',
                  here
                    ? 'bg-accent text-foreground'
                    : 'text-muted-foreground hover:bg-accent hover:text-foreground',
                )}
              >
                <Icon aria-hidden className={cn('size-4', here && 'text-link')} />
                {label}
              </PageLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
