import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdOf } from '@/lib/http/node-door';
import type { RequestLog } from './request-log';
import { countRequest } from './request-metrics';
import type { Tracing } from './tracing';

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** What beside the counts is kept of a request; undefined while the service is starting. */
export interface RequestWatch {
  tracing: Tracing | undefined;
  logAnswer: RequestLog;
}

/**
 * Counts, times, traces and logs what `handle` answers.
 *
 * @param labelOf an endpoint's name, one of a closed set: whoever asks must not be able to make labels, which are kept
 *   for ever
 */
export function watched(
  labelOf: (url: string | undefined) => string,
  watching: () => RequestWatch | undefined,
  handle: Handler,
): Handler {
  return (incoming, outgoing) => {
    const endpoint = labelOf(incoming.url);
    const answered = countRequest(endpoint);
    const { tracing, logAnswer } = watching() ?? {};
    const trace = tracing?.begin(incoming, endpoint);
    outgoing.once('close', () => {
      // 499: whoever asked had gone.
      const status = outgoing.writableFinished || !incoming.destroyed ? outgoing.statusCode : 499;
      const seconds = answered(status);
      const requestId = requestIdOf(outgoing);
      logAnswer?.({ requestId, method: incoming.method, endpoint, status, seconds, trace: trace?.fields });
      trace?.end(status, requestId);
    });
    if (trace) trace.within(() => handle(incoming, outgoing));
    else handle(incoming, outgoing);
  };
}
