/**
 * A text that another part of the portal has for the debugger. In memory and taken once: it may be a token, which belongs
 * in no address and no storage.
 */
let waiting: string | undefined;
const listeners = new Set<() => void>();

export function handToDebugger(text: string): void {
  waiting = text;
  for (const listener of listeners) listener();
}

export function takeHandover(): string | undefined {
  const text = waiting;
  waiting = undefined;
  return text;
}

export function onHandover(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
