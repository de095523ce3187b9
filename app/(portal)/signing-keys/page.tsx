import type { Metadata } from 'next';
import { SigningKeysPage } from '@/components/signing-keys/signing-keys-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Signing keys' };

export default async function Page() {
  await requirePageSession('/signing-keys');
  return <SigningKeysPage />;
}
