import type { RawAnswer } from '../fuzz/answers';
import type { Choices } from '../fuzz/choices';
import { CANARY } from '../fuzz/deform';
import { TOKENS } from '../fuzz/judge';

/** A request that is whole: what is hostile about it is what it says. */
export interface Shot {
  method: string;
  target: string;
  headers: [name: string, value: string][];
  body?: string | Buffer | undefined;
}

/** From one of so many networks: limits that nobody can raise are for one. */
export const someNetwork = (choices: Choices): [string, string] => [
  'X-Forwarded-For',
  `198.${18 + choices.below(2)}.${choices.below(256)}.${1 + choices.below(250)}`,
];

/** As it goes over the wire: nothing in it ends a line before its end. */
export function bytesOf({ method, target, headers, body }: Shot): Buffer {
  const bytes = Buffer.from(body ?? '');
  const lines = [
    `${method} ${target.replace(/[\r\n\0 ]/g, '')} HTTP/1.1`,
    ...(headers.some(([name]) => name === 'Host') ? [] : ['Host: localhost']),
    ...headers.map(([name, value]) => `${name}: ${value.replace(/[\r\n\0]/g, ' ')}`),
    ...(body === undefined ? [] : [`Content-Length: ${bytes.length}`]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8'), bytes]);
}

/** A value as a segment or a parameter of an address; half a character has no name there, but bytes have. */
export const escaped = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[^\w.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

export const shown = (shot: Shot): string => JSON.stringify(bytesOf(shot).toString('latin1').slice(0, 1500));

/** A fault, with what was asked and answered. */
export const told = (flaw: string, shot: Shot, { status, body }: RawAnswer): string =>
  `${flaw}\n  > ${shown(shot)}\n  < ${status} ${body.toString().slice(0, 400)}`;

/** Our insides. */
const TRACES = /node_modules|\bat \S+ \(\S*:\d+:\d+\)|\.(ts|mjs):\d+|\bselect ".+" from\b|\binsert into "/i;

/** What every answer must be, whoever is asked for whatever. @returns what is wrong with it */
export function formFlaw({ status, headers, body }: RawAnswer, from: Shot): string | undefined {
  if (status >= 500) return `status ${status}`;
  if (headers['x-content-type-options'] !== 'nosniff') return 'it may be sniffed';
  if (headers['x-powered-by']) return 'it says what it is made with';
  const text = body.toString('utf8');
  if (TRACES.test(text.replace(TOKENS, ''))) return 'it tells of our insides';
  const location = headers.location ?? '';
  // Local mode believes the Host that it is asked by: whoever sent it is led there.
  const isOwnHost = from.headers.some(([name]) => name === 'Host');
  if (!isOwnHost && /^(https?:)?[/\\]{2}(?!localhost[:/])/i.test(location))
    return `it leads to ${location.slice(0, 80)}`;
  if (status < 400 || text === '') return undefined;
  // A field that is not known is named, whatever its name is, and so is a scope that the caller has not.
  const told = text.replace(/Unrecognized keys?: [^}]*|does not have [^"]* itself/g, '');
  if (told.includes(CANARY) && headers['content-type']?.startsWith('application/json'))
    return 'a refusal repeats what was sent';
  return undefined;
}

/** A refusal of ours, as all of them are. */
export function refusalFlaw({ headers, body }: RawAnswer): string | undefined {
  if (!headers['content-type']?.startsWith('application/json'))
    return `a refusal as ${headers['content-type']}`;
  try {
    const { error, error_description, request_id, fields: _, ...more } = JSON.parse(body.toString());
    if (!/^[a-z_]+$/.test(error) || typeof error_description !== 'string') return 'a refusal without a code';
    if (request_id !== undefined && !/^req_\w+$/.test(request_id)) return 'a refusal without an id';
    return Object.keys(more).length === 0 ? undefined : `a refusal with ${Object.keys(more).join()}`;
  } catch {
    return 'a refusal that is no JSON';
  }
}
