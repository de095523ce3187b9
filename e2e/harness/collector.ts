import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Record<string, string | number>;
  links: { traceId: string; spanId: string }[];
  /** 2 is an error. */
  status: number;
  service: string;
}

export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string;
  /** Every body as it came, in whichever encoding. */
  bodies: Buffer[];
  contentTypes: Set<string>;
  /** Of those sent as JSON. */
  spans(): SentSpan[];
}

/** A collector of OpenTelemetry's traces (OTLP over HTTP): it takes all, and keeps it. Closed when the file is done. */
export async function useCollector(): Promise<Collector> {
  const bodies: Buffer[] = [];
  const contentTypes = new Set<string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST' && request.url === '/v1/traces') {
        bodies.push(Buffer.concat(chunks));
        contentTypes.add(String(request.headers['content-type']));
      }
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    contentTypes,
    spans: () => bodies.flatMap((body) => spansIn(JSON.parse(body.toString('utf8')))),
  };
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number };
}

const read = (attributes: Attribute[]): Record<string, string | number> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? '']));

// biome-ignore lint/suspicious/noExplicitAny: a message of a foreign format, walked through
const spansIn = (message: any): SentSpan[] =>
  message.resourceSpans.flatMap(({ resource, scopeSpans }: typeof message) =>
    scopeSpans.flatMap(({ spans }: typeof message) =>
      spans.map((span: typeof message) => ({
        ...span,
        attributes: read(span.attributes),
        status: span.status.code,
        service: read(resource.attributes)['service.name'],
      })),
    ),
  );
