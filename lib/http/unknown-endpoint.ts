import { newId } from '../ids';
import { errorAnswer } from './answer';
import type { Endpoint, WireAnswer } from './endpoint';
import { flagUrl } from './url-secrets';

/** JSON, since a program is asking. */
export const noSuchEndpoint = (requestId = newId('req')): WireAnswer =>
  errorAnswer(404, 'invalid_request', 'There is no such endpoint.', requestId);

/** Whatever else is asked under /v1. A secret in its URL has leaked all the same. */
export const unknownEndpoint: Endpoint = async (request, peer, services) => {
  const requestId = newId('req');
  await flagUrl(request, peer, services, requestId);
  return noSuchEndpoint(requestId);
};
