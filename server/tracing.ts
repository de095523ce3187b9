import type { IncomingMessage } from 'node:http';
import type { Container } from '@/lib/container';
import type { Watch } from '@/lib/watch';

/** A request that is traced. */
export interface RequestTrace {
  /** Names the trace for the log; undefined where it was not sampled. */
  fields: Readonly<Record<string, string>> | undefined;
  /** Does work as a part of the request. */
  within(work: () => void): void;
  end(status: number, requestId: string | undefined): void;
}

export interface Tracing {
  /** @param endpoint as the metrics name it */
  begin(incoming: IncomingMessage, endpoint: string): RequestTrace;
  watch: Required<Pick<Watch, 'beginSpan' | 'traceFields'>>;
  /** Sends what waits, for some seconds at most. Never throws. */
  stop(): Promise<void>;
}

/**
 * Begins to trace where OpenTelemetry's variables say where to send traces to. Only then its packages are loaded: a
 * process that is not traced pays for none of them.
 */
export async function startTracing({
  settings: { traces },
  trustedProxies,
  log,
}: Pick<Container, 'settings' | 'trustedProxies' | 'log'>): Promise<Tracing | undefined> {
  if (!traces) return undefined;
  const { createTracing } = await import('./open-telemetry');
  return createTracing({ ...traces, trustedProxies, log });
}
