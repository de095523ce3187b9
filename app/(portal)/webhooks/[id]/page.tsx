import type { Metadata } from 'next';
import { WebhookPage } from '@/components/webhooks/webhook-page';
import { requirePageSession } from '@/lib/auth/page-session';

export const metadata: Metadata = { title: 'Webhook' };

type Props = { params: Promise<{ id: string }> };

export default async function Page({ params }: Props) {
  const { id } = await params;
  await requirePageSession(`/webhooks/${id}`);
  return <WebhookPage webhookId={id} />;
}
