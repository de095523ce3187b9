import type { ErrorCode } from '../oauth/errors';
import type { WireAnswer } from './endpoint';

/** On every answer that may carry a credential, refusals included (RFC 6749 §5.1). */
export function standardHeaders(requestId: string): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    Pragma: 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
  };
}

/** @param headers of this answer alone: it is not copied, which would cost more than the rest */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string>): WireAnswer {
  headers['Content-Type'] = 'application/json';
  return { status, headers, body: JSON.stringify(body) };
}

/** The one form of an error on the wire; `extra` carries headers of this refusal alone. */
export function errorAnswer(
  status: number,
  error: ErrorCode,
  description: string,
  requestId: string,
  extra: Record<string, string> = {},
): WireAnswer {
  return jsonAnswer(
    status,
    { error, error_description: description, request_id: requestId },
    { ...standardHeaders(requestId), ...extra },
  );
}
