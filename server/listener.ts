import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { errorAnswer } from '@/lib/http/answer';
import { elsewhereEndpoint } from '@/lib/http/elsewhere-endpoint';
import type { Endpoint } from '@/lib/http/endpoint';
import { createRoom } from '@/lib/http/gate';
import { healthEndpoint, notReady } from '@/lib/http/health-endpoints';
import { NodeRequest, sendAnswer } from '@/lib/http/node-door';
import { type Peer, UNKNOWN_ADDRESS } from '@/lib/http/peer';
import { withSocketAddress } from '@/lib/http/peer-context';
import type { HttpServices } from '@/lib/http/services';
import { unknownEndpoint } from '@/lib/http/unknown-endpoint';
import { flagUrl } from '@/lib/http/url-secrets';
import { newId } from '@/lib/ids';
import { pageHeaders } from './content-security-policy';
import type { Endpoints } from './endpoints';
import { hasTwoHosts, isHost } from './host-header';
import { createTurns } from './in-turn';
import { refuseUnparsed } from './raw-answer';
import { pathOf, requestTarget } from './request-target';
import { type RequestWatch, watched } from './watched-request';

export interface Parts {
  services: HttpServices;
  /** Next's handler; undefined where no pages are served. */
  pages: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  /** In development Next answers the wire endpoints too, so that they reload with the rest. */
  dev: boolean;
  watching: RequestWatch;
}

interface State {
  /** Undefined while the service is starting: then it is alive, and not ready. */
  parts(): Parts | undefined;
  /** What the start waits for. */
  missingAtStart(): string;
  /** Whether it is about to stop. */
  isDraining(): boolean;
  /** What a request is counted as, by its `url`: one of a closed set. */
  labelOf(url: string | undefined): string;
}

/** A whole request must have arrived by then, in milliseconds: a slow one holds a socket, not for ever. */
const REQUEST_TIME = 15_000;

/**
 * Nothing may have moved for so long on a connection with an answer on it that is not read, in milliseconds: whoever asks
 * and does not read would hold the socket and the answers. As long as we have nothing to say, we are the slow ones.
 */
const STILL_TIME = 30_000;

const starting = () =>
  errorAnswer(503, 'temporarily_unavailable', 'The service is starting.', newId('req'), {
    'Retry-After': '1',
  });

const unreadable = () => errorAnswer(400, 'invalid_request', 'The request could not be read.', newId('req'));

/** RFC 9110 §10.1.1. */
const unmet = () =>
  errorAnswer(417, 'invalid_request', 'Of the header Expect only 100-continue is understood.', newId('req'));

/** Next answers others with 500, and TRACE would repeat a request with its cookies (RFC 9110 §9.3.8). */
const HANDLER_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** A page takes nothing: whatever is sent to one Next tries as a call of an action, and says in the log that there is none. */
const PAGE_METHODS = ['GET', 'HEAD'];

const methodsOf = (path: string, dev: boolean): readonly string[] =>
  dev || path.startsWith('/api/') ? HANDLER_METHODS : PAGE_METHODS;

/**
 * Pages under way in one process at once. Beyond the gate that calls pass, they read the database as they are made: while it
 * is slow, whoever loads them again and again must not fill the memory.
 */
const pagesRoom = createRoom(500);

const tooManyPages = () =>
  errorAnswer(503, 'temporarily_unavailable', 'Too many pages are under way.', newId('req'), {
    'Retry-After': '1',
  });

const noPageMethod = (methods: readonly string[]) =>
  errorAnswer(405, 'invalid_request', 'This method is not known here.', newId('req'), {
    Allow: methods.join(', '),
  });

/**
 * What Next keeps for itself: what it shows for an error above all layouts would be shown, as an error of ours, to whoever
 * asks for its address; and a page's parts, which browsers ask for by a header, it fails to give by this ending.
 */
const isNextsOwn = (target: string) => /^\/_global-error\b|\.rsc$/.test(decodeURIComponent(pathOf(target)));

/**
 * Answers the wire endpoints itself, without entering Next, and hands everything else to it.
 *
 * @param endpointAt what it answers itself
 */
export function createListener(
  endpointAt: Endpoints,
  { parts, missingAtStart, isDraining, labelOf }: State,
): Server {
  const server = createServer({
    requestTimeout: REQUEST_TIME,
    headersTimeout: REQUEST_TIME,
    // Node looks for late ones only this often; its default would double the time.
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: 65_000,
    // Old load balancers probe with HTTP/1.0 and no Host; of HTTP/1.1 it is required below.
    requireHostHeader: false,
  });
  const turns = createTurns();
  server.timeout = STILL_TIME;
  server.on('timeout', (socket) => {
    if (socket.writableLength > 0) socket.destroy();
    else if (!turns.isAnswering(socket)) endUnlessAsked(socket);
  });
  // Node would drop what comes after the two thousandth unread, a second Host among it. All of them have 16 KiB.
  server.maxHeadersCount = 0;

  server.on('clientError', (fault: NodeJS.ErrnoException, socket) => {
    if (fault.code === 'ECONNRESET') socket.destroy();
    else turns.refuseInTurn(socket as Socket, () => refuseUnparsed(fault, socket));
  });
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const target = requestTarget(incoming.url ?? '');
    const { host } = incoming.headers;
    const named = host === undefined ? incoming.httpVersion === '1.0' : !hasTwoHosts(incoming.rawHeaders);
    const endpoint = target === undefined ? undefined : endpointAt(pathOf(target));
    const ready = parts();
    // Nobody changes protocols here, and of what was sent behind the wish to Node reads nothing: the next answer would be
    // taken for that of a request that was lost. Hot reload has its own way in.
    if (incoming.headers.upgrade !== undefined) outgoing.setHeader('Connection', 'close');
    const isReadable = endpoint
      ? named && (!host || isHost(host))
      : named && (host === undefined || isHost(host)) && isDecodable(target);
    if (target === undefined || !isReadable) sendAnswer(unreadable(), incoming, outgoing);
    else if (isDraining() && whileDraining(incoming, outgoing, target)) return;
    else if (!ready) whileStarting(incoming, outgoing, target, missingAtStart());
    else if (!ready.pages || (!ready.dev && (endpoint || isNextsOwn(target))))
      answerWire(endpoint ?? unknownEndpoint, ready.services, incoming, outgoing, target);
    else {
      const methods = methodsOf(pathOf(target), ready.dev);
      const known = { ...ready, pages: ready.pages };
      if (!methods.includes(incoming.method ?? '')) sendAnswer(noPageMethod(methods), incoming, outgoing);
      else if (pagesRoom.isFull()) sendAnswer(tooManyPages(), incoming, outgoing);
      else void pagesRoom.hold(() => answerPage(known, incoming, outgoing, target));
    }
  };
  server.on('request', turns.inTurn(watched(labelOf, () => parts()?.watching, answer)));
  // Node's own answer has none of the headers that each of ours has.
  server.on(
    'checkExpectation',
    turns.inTurn((incoming, outgoing) => sendAnswer(unmet(), incoming, outgoing)),
  );
  return server;
}

/**
 * Ends a connection that nothing came on for long. A request may have come while this process had other things to do: it is
 * read first, or whoever keeps the connection would send it into nothing.
 */
function endUnlessAsked(socket: Socket): void {
  const { bytesRead } = socket;
  setImmediate(() => {
    if (socket.bytesRead === bytesRead) socket.destroy();
  });
}

function whileStarting(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
  missing: string,
): void {
  const request = new NodeRequest(incoming, target);
  if (request.path === '/readyz') sendAnswer(notReady(missing), incoming, outgoing);
  else if (request.path !== '/healthz') sendAnswer(starting(), incoming, outgoing);
  else void healthEndpoint(request).then((answer) => sendAnswer(answer, incoming, outgoing));
}

/** Connections are not kept: the next request is to find its way to another process. @returns whether it was answered */
function whileDraining(incoming: IncomingMessage, outgoing: ServerResponse, target: string): boolean {
  outgoing.setHeader('Connection', 'close');
  if (pathOf(target) !== '/readyz') return false;
  sendAnswer(notReady('nothing: it is stopping'), incoming, outgoing);
  return true;
}

const peerOf = (incoming: IncomingMessage, { trustedProxies }: HttpServices): Peer => ({
  socketAddress: incoming.socket.remoteAddress ?? UNKNOWN_ADDRESS,
  trustedProxies,
});

/** These look for secrets in their URL before they answer, and most refuse them; not where the address is another process's. */
const looksItself = (endpoint: Endpoint, path: string) =>
  endpoint !== elsewhereEndpoint &&
  (endpoint === unknownEndpoint || path === '/token' || path.startsWith('/v1/'));

function answerWire(
  endpoint: Endpoint,
  services: HttpServices,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
): void {
  const request = new NodeRequest(incoming, target);
  const peer = peerOf(incoming, services);
  if (!looksItself(endpoint, request.path)) void flagUrl(request, peer, services);
  endpoint(request, peer, services)
    .then((answer) => sendAnswer(answer, incoming, outgoing))
    .catch((cause: unknown) => {
      // Endpoints answer their own faults: this one is in what was to be sent.
      const requestId = newId('req');
      services.log.error({ err: cause, request_id: requestId }, 'answer failed');
      const words = 'Something went wrong here. The request_id names it.';
      if (outgoing.headersSent) outgoing.destroy();
      else sendAnswer(errorAnswer(500, 'server_error', words, requestId), incoming, outgoing);
    });
}

/** @returns when it is begun, by which time all has been read for it: whoever reads it slowly takes up nobody's room */
function answerPage(
  { services, pages, dev }: Parts & { pages: NonNullable<Parts['pages']> },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
): Promise<void> {
  // Not waited for: nobody's page is to be late for it.
  void flagUrl(new NodeRequest(incoming, target), peerOf(incoming, services), services);
  incoming.url = target;
  const headers = pageHeaders({ dev, https: services.issuer.startsWith('https:') });
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  // Next takes the nonce for its own scripts from the request's policy; what a caller sent there is overwritten.
  incoming.headers['content-security-policy'] = headers['Content-Security-Policy'];
  const begun = unavailableInsteadOfBroken(outgoing, services);
  const page = withSocketAddress(incoming.socket.remoteAddress ?? UNKNOWN_ADDRESS, () =>
    pages(incoming, outgoing),
  ).catch((cause: unknown) => {
    services.log.error({ err: cause }, 'page failed');
    if (!outgoing.headersSent) outgoing.writeHead(500, { 'Content-Type': 'text/plain' });
    outgoing.end('Something went wrong here.\n');
  });
  return Promise.race([begun, page]);
}

/**
 * Next answers whatever a page throws with 500. While the database is out that is the reason, and it passes.
 *
 * @returns when the answer begins
 */
function unavailableInsteadOfBroken(
  outgoing: ServerResponse,
  { isDatabaseOut }: HttpServices,
): Promise<void> {
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const writeHead = outgoing.writeHead.bind(outgoing) as (
    status: number,
    ...rest: unknown[]
  ) => ServerResponse;
  outgoing.writeHead = (status: number, ...rest: unknown[]) => {
    begin();
    if (status !== 500 || !isDatabaseOut()) return writeHead(status, ...rest);
    outgoing.setHeader('Retry-After', '1');
    return writeHead(503, ...rest);
  };
  return begun;
}

/** Next fails on a path that is no UTF-8 once decoded, instead of refusing it. */
function isDecodable(target = ''): boolean {
  try {
    decodeURIComponent(pathOf(target));
    return true;
  } catch {
    return false;
  }
}
