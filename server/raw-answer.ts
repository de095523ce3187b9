import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { newId } from '@/lib/ids';
import { countUnreadable } from './request-metrics';

/** What Node's parser refuses before there is a request: code of the fault → status. */
const STATUS_OF: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * How long the other side may take to close a connection that was refused, in milliseconds: long enough to read why. Who
 * goes on sending would otherwise hold it for as long as they like.
 */
const LINGER_MS = 1_000;

/** The same form of error for requests that could not even be parsed, instead of Node's bare status line. */
export function refuseUnparsed(fault: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[fault.code ?? ''] ?? 400;
  countUnreadable(status);
  const requestId = newId('req');
  const body = JSON.stringify({
    error: 'invalid_request',
    error_description: 'The request could not be read.',
    request_id: requestId,
  });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Pragma: no-cache',
      'X-Content-Type-Options: nosniff',
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  const linger = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(linger));
}
