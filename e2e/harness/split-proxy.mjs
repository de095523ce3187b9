// What stands before the two halves of a service, as the guide has it (docs/guide/deploying.md, "Two halves"). A process of
// its own: specs run curl, and nothing else goes on in theirs meanwhile.
import { createServer, request } from 'node:http';

const [port, api, portal] = process.argv.slice(2).map(Number);
const forPrograms = ['/token', '/mcp', '/api/portal/session/token'];
const isForPrograms = (path) => /^\/(v1|\.well-known)\//.test(path) || forPrograms.includes(path);

const proxy = createServer((incoming, outgoing) => {
  const path = incoming.url.split('?', 1)[0];
  const passed = request({
    host: 'localhost',
    port: isForPrograms(path) ? api : portal,
    method: incoming.method,
    path: incoming.url,
    headers: { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress },
  });
  passed.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.destroy());
  outgoing.on('close', () => passed.destroy());
  incoming.pipe(passed);
});
proxy.listen(port, 'localhost', () => process.stdout.write('ready\n'));
