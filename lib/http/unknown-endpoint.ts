import { newId } from '../ids';
import { errorAnswer } from './answer';
import type { Endpoint } from './endpoint';
import { flagUrl } from './url-secrets';

/** Whatever else is asked under /v1: JSON, since a program is asking. A secret in its URL has leaked all the same. */
export const unknownEndpoint: Endpoint = async (request, peer, services) => {
  const requestId = newId('req');
  await flagUrl(request, peer, services, requestId);
  return errorAnswer(404, 'invalid_request', 'There is no such endpoint.', requestId);
};
