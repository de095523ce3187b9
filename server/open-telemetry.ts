import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent, setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Container } from '@/lib/container';
import type { TraceProtocol } from '@/lib/env';
import { mayBeParent } from '@/lib/http/trace-parent';
import type { RequestTrace, Tracing } from './tracing';

interface Options {
  protocol: TraceProtocol;
  /** Whose `traceparent` is the parent of a trace, as CIDR blocks. */
  parentNetworks: readonly string[];
  trustedProxies: number;
  log: Container['log'];
}

/** What waits is sent within this, in milliseconds: a collector that hangs must not hold up the end. */
const STOP_WITHIN_MS = 3_000;
/** From one line about traces that cannot be sent to the next, in milliseconds. */
const SAID_EVERY_MS = 60_000;
/** RFC 9110 §9.3 and RFC 5789; whatever else one sends is not repeated. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']);

/**
 * Traces by OpenTelemetry's SDK, which reads its other variables itself: sampler, batches, headers, resource. It is not
 * registered for the whole process: Next would trace itself then, with addresses and their queries in it.
 */
export function createTracing(options: Options): Tracing {
  setGlobalErrorHandler(sayNowAndThen(options.log));
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'gooclaim-auth' })
      .merge(defaultSdk())
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new EXPORTERS[options.protocol]())],
  });
  const tracer = provider.getTracer('gooclaim-auth');
  const current = new AsyncLocalStorage<Span>();

  function begin(incoming: IncomingMessage, endpoint: string): RequestTrace {
    const method = METHODS.has(incoming.method ?? '') ? (incoming.method as string) : '_OTHER';
    const route = endpoint.startsWith('/') ? { 'http.route': endpoint } : {};
    const caller = parseTraceParent(String(incoming.headers.traceparent ?? ''));
    const isParent =
      caller !== null &&
      mayBeParent(
        incoming.headers['x-forwarded-for'],
        { socketAddress: incoming.socket.remoteAddress ?? 'unknown', trustedProxies: options.trustedProxies },
        options.parentNetworks,
      );
    const span = tracer.startSpan(
      `${method === '_OTHER' ? 'HTTP' : method} ${endpoint}`,
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': method, ...route },
        links: caller && !isParent ? [{ context: caller }] : [],
      },
      isParent ? trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true }) : ROOT_CONTEXT,
    );
    return {
      fields: fieldsOf(span),
      within: (work) => current.run(span, work),
      end(status, requestId) {
        span.setAttribute('http.response.status_code', status);
        if (requestId) span.setAttribute('gooclaim.request_id', requestId);
        if (status >= 500) {
          span.setAttribute('error.type', String(status));
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end();
      },
    };
  }

  function beginSpan(name: string, attributes: Attributes) {
    const parent = current.getStore();
    if (!parent?.isRecording()) return undefined;
    const span = tracer.startSpan(
      name,
      { kind: 'db.system.name' in attributes ? SpanKind.CLIENT : SpanKind.INTERNAL, attributes },
      trace.setSpan(ROOT_CONTEXT, parent),
    );
    return {
      end(fault?: unknown) {
        if (fault !== undefined) {
          span.setAttribute('error.type', kindOf(fault));
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end();
      },
    };
  }

  return {
    begin,
    watch: {
      beginSpan,
      traceFields() {
        const span = current.getStore();
        return span && fieldsOf(span);
      },
    },
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, STOP_WITHIN_MS);
      });
      await Promise.race([provider.shutdown().catch(() => {}), late]);
      clearTimeout(timer);
    },
  };
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

const fieldsOf = (span: Span) => {
  if (!span.isRecording()) return undefined;
  const { traceId, spanId } = span.spanContext();
  return { trace_id: traceId, span_id: spanId };
};

/** Its code or its class: a message may repeat what was sent. */
const kindOf = (fault: unknown): string =>
  fault instanceof Error ? String((fault as { code?: unknown }).code ?? fault.name) : typeof fault;

/** What cannot be sent is dropped: traces must cost nobody an answer, nor fill the log. */
function sayNowAndThen(log: Container['log']): (fault: unknown) => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  return (fault) => {
    if (performance.now() - saidAt < SAID_EVERY_MS) return;
    saidAt = performance.now();
    log.warn({ kind: kindOf(fault) }, 'traces cannot be sent');
  };
}
