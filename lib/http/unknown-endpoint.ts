import { newId } from '../ids';
import { flagSecretsInUrl } from '../oauth/exposure';
import { errorAnswer } from './answer';
import { ANSWER_WITHIN_MS, within } from './deadline';
import type { Endpoint } from './endpoint';
import { originOf } from './peer';

/** Whatever else is asked under /v1: JSON, since a program is asking. A secret in its URL has leaked all the same. */
export const unknownEndpoint: Endpoint = async (request, peer, services) => {
  const requestId = newId('req');
  const searchParams = new URLSearchParams(request.query);
  if (searchParams.size > 0)
    await within(
      ANSWER_WITHIN_MS,
      flagSecretsInUrl(searchParams, originOf(request, requestId, peer), services),
    ).catch((cause: unknown) =>
      services.log.warn({ err: cause, request_id: requestId }, 'a secret in a URL may not have been flagged'),
    );
  return errorAnswer(404, 'invalid_request', 'There is no such endpoint.', requestId);
};
