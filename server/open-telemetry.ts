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
import { globalErrorHandler, parseTraceParent } from '@opentelemetry/core';
import { mayBeParent } from '@/lib/http/trace-parent';
import { createProvider, kindOf, type ProviderOptions } from './trace-provider';
import type { RequestTrace, Tracing } from './tracing';

interface Options extends ProviderOptions {
  /** Whose `traceparent` is the parent of a trace, as CIDR blocks. */
  parentNetworks: readonly string[];
  trustedProxies: number;
}

/** What waits is sent within this, in milliseconds: a collector that hangs must not hold up the end. */
const STOP_WITHIN_MS = 3_000;
/** RFC 9110 §9.3 and RFC 5789; whatever else one sends is not repeated. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']);

/** Traces requests and their pieces. @param options `log` is told when traces cannot be sent */
export function createTracing(options: Options): Tracing {
  const provider = createProvider(options);
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
      await Promise.race([provider.shutdown().catch(globalErrorHandler), late]);
      clearTimeout(timer);
    },
  };
}

const fieldsOf = (span: Span) => {
  if (!span.isRecording()) return undefined;
  const { traceId, spanId } = span.spanContext();
  return { trace_id: traceId, span_id: spanId };
};
