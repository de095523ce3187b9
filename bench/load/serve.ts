import { createServer, type IncomingHttpHeaders } from 'node:http';

type Work = (body: string, headers: IncomingHttpHeaders) => object | Promise<object>;

/**
 * The least server that does `work` on the body of a request, on `PORT`, until it is ended. What `work` throws is 400:
 * a measurement in which it occurs fails.
 */
export function serve(work: Work): void {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      let status = 200;
      let text: string;
      try {
        text = JSON.stringify(await work(Buffer.concat(chunks).toString(), request.headers));
      } catch {
        status = 400;
        text = '{"error":"invalid_request"}';
      }
      response.writeHead(status, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
        'Cache-Control': 'no-store',
      });
      response.end(text);
    });
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
}
