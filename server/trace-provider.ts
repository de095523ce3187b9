import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { TraceProtocol } from '@/lib/env';
import type { HttpServices } from '@/lib/http/services';

export interface ProviderOptions {
  protocol: TraceProtocol;
  log: Pick<HttpServices['log'], 'warn'>;
}

/** From one line about traces that cannot be sent to the next, in milliseconds. */
const SAID_EVERY_MS = 60_000;

/**
 * OpenTelemetry's SDK, which reads its other variables itself: sampler, batches, headers, resource. It is not registered
 * for the whole process: Next would trace itself then, with addresses and their queries in it.
 */
export function createProvider({ protocol, log }: ProviderOptions): BasicTracerProvider {
  setGlobalErrorHandler(sayNowAndThen(log));
  return new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'gooclaim-auth' })
      .merge(defaultSdk())
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new EXPORTERS[protocol]())],
  });
}

/** Configured by their own variables. */
const EXPORTERS: Record<TraceProtocol, new () => SpanExporter> = {
  'http/protobuf': ProtobufExporter,
  'http/json': JsonExporter,
};

/** `telemetry.sdk.*`: what it says of the service is a guess. */
function defaultSdk() {
  const { 'service.name': _, ...sdk } = defaultResource().attributes;
  return resourceFromAttributes(sdk);
}

/** Its code or its class: a message may repeat what was sent. */
export const kindOf = (fault: unknown): string =>
  fault instanceof Error ? String((fault as { code?: unknown }).code ?? fault.name) : typeof fault;

/** What cannot be sent is dropped: traces must cost nobody an answer, nor fill the log. */
function sayNowAndThen(log: ProviderOptions['log']): (fault: unknown) => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  return (fault) => {
    if (performance.now() - saidAt < SAID_EVERY_MS) return;
    saidAt = performance.now();
    log.warn({ kind: kindOf(fault) }, 'traces cannot be sent');
  };
}
