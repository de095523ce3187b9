import { newId } from '../ids';
import { errorAnswer } from './answer';
import type { Endpoint } from './endpoint';

/** What every process answers, whatever its role: probes, and what the documentation is made of. */
export const EVERYWHERE: ReadonlySet<string> = new Set([
  '/healthz',
  '/readyz',
  '/openapi.json',
  '/openapi.yaml',
]);

/** A program at the door for people: a proxy in front sends addresses to the wrong processes. */
export const elsewhereEndpoint: Endpoint = async () =>
  errorAnswer(
    404,
    'invalid_request',
    'This process serves the portal only (ROLE=portal): this address belongs to a process with ROLE=api.',
    newId('req'),
  );
