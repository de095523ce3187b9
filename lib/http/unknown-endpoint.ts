import { newId } from '../ids';
import { errorAnswer } from './answer';
import type { Endpoint } from './endpoint';

/** Whatever else is asked under /v1: JSON, since a program is asking. */
export const unknownEndpoint: Endpoint = async () =>
  errorAnswer(404, 'invalid_request', 'There is no such endpoint.', newId('req'));
