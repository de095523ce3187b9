import type { Refusal } from './guard.js';

/** A refusal as the web's `Response`. */
export const responseOf = ({ status, headers, body }: Refusal): Response =>
  Response.json(body, { status, headers });
