import { createServer, IncomingMessage } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createTracing } from './open-telemetry';

it('a collector that refuses costs nobody anything but a line in the log, and that says nothing of what was sent', async () => {
  let asked = 0;
  const collector = createServer((_, response) => {
    asked++;
    response.writeHead(400).end('the word of the collector');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  const said: string[] = [];
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`;
  try {
    const tracing = createTracing({
      protocol: 'http/json',
      parentNetworks: [],
      trustedProxies: 0,
      log: { warn: (fields, message) => void said.push(JSON.stringify(fields) + message) },
    });
    expect(tracing.watch.beginSpan('outside of a request', {})).toBeUndefined();
    const trace = tracing.begin(new IncomingMessage(new Socket()), 'page');
    trace.within(() => {
      expect(tracing.watch.traceFields()).toEqual(trace.fields);
      tracing.watch.beginSpan('SELECT clients', {})?.end(new Error('the word of the database'));
    });
    trace.end(503, 'req_1');
    await tracing.stop();
    expect(asked).toBe(1);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('traces cannot be sent');
    expect(said[0]).not.toContain('the word');
  } finally {
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    collector.close();
  }
});
