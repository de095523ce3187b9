import type { SessionView } from '@/lib/contract/portal';

type Message = { kind: 'session'; session: SessionView } | { kind: 'signed-out' };

const NAME = 'gooclaim-session';

/** Tabs share one session: what one of them learns or does about it, the others hear. */
export function tellOtherTabs(message: Message): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(message);
  channel.close();
}

export function hearOtherTabs(listener: (message: Message) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = (event: MessageEvent<Message>) => listener(event.data);
  return () => channel.close();
}
