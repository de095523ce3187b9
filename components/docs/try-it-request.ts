import { NO_CLIENT, type TryItOperation } from '@/lib/contract/docs';

/** What somebody has typed into the form of an operation. */
export interface Filled {
  way: TryItOperation['ways'][number];
  /** Of `bearer`. */
  token: string;
  /** Of `basic`. */
  clientId: string;
  clientSecret: string;
  /** By the names of parameters and of members of the body. */
  values: Readonly<Record<string, string>>;
  json: string;
}

/** What `fetch` is given. */
export interface OutgoingRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

const CREDENTIALS = ['client_id', 'client_secret'];

/** The form as it opens. */
export function filledFrom(operation: TryItOperation, token: string): Filled {
  const fields = [...operation.parameters, ...(operation.fields ?? [])];
  const values = fields.map(({ name, example }): [string, string] => [
    name,
    name === 'token' ? token : name === 'Idempotency-Key' ? newKey() : example === NO_CLIENT ? '' : example,
  ]);
  const own = operation.fields?.find(({ name }) => name === 'client_id')?.example ?? '';
  return {
    way: operation.ways[0] ?? 'none',
    token,
    clientId: own === NO_CLIENT ? '' : own,
    clientSecret: '',
    values: Object.fromEntries(values),
    json: operation.json ?? '',
  };
}

/** A browser makes one on https and on one's own machine only. */
const newKey = () => globalThis.crypto?.randomUUID?.() ?? '';

/** Members of the body that are asked for: two ways to say who calls are refused. */
export const bodyFields = ({ fields = [] }: TryItOperation, { way }: Pick<Filled, 'way'>) =>
  fields.filter(({ name }) => way === 'none' || !CREDENTIALS.includes(name));

/** What is wrong with what was typed, by the names of fields; nothing is sent then. */
export function mistakes(operation: TryItOperation, filled: Filled): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, required } of [...operation.parameters, ...bodyFields(operation, filled)])
    if (required && !filled.values[name]?.trim()) found[name] = 'This is needed.';
  for (const { name, in: place } of operation.parameters)
    if (place === 'header' && !isHeaderText(filled.values[name] ?? '')) found[name] = NO_HEADER_TEXT;
  if (filled.way === 'bearer' && !filled.token.trim()) found.bearer = 'This is needed.';
  else if (filled.way === 'bearer' && !isHeaderText(filled.token)) found.bearer = NO_HEADER_TEXT;
  if (operation.json !== undefined && !isObject(filled.json)) found.json = 'This is not a JSON object.';
  return found;
}

const NO_HEADER_TEXT = 'It has a character in it that no header can carry.';
const isHeaderText = (text: string) => /^[\x21-\x7e]*$/.test(text.trim());

function isObject(text: string): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The request as it is sent. */
export function requestOf(operation: TryItOperation, filled: Filled): OutgoingRequest {
  const { method, issuer, parameters } = operation;
  const value = (name: string) => filled.values[name]?.trim() ?? '';
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(value(name)));
  const sent = (place: string) => parameters.filter((one) => one.in === place && value(one.name) !== '');
  const query = new URLSearchParams(sent('query').map(({ name }) => [name, value(name)]));
  const body = bodyOf(operation, filled);
  return {
    method,
    url: `${issuer}${path}${query.size > 0 ? `?${query}` : ''}`,
    headers: {
      ...credentialHeader(filled),
      ...Object.fromEntries(sent('header').map(({ name }) => [name, value(name)])),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body,
  };
}

/** Members that were left empty are not sent; a secret goes as it was typed but for blanks around it. */
function bodyOf(operation: TryItOperation, filled: Filled): string | undefined {
  if (operation.json !== undefined) return filled.json;
  if (!operation.fields) return undefined;
  const members = bodyFields(operation, filled)
    .map(({ name }) => [name, filled.values[name]?.trim() ?? ''])
    .filter(([, text]) => text !== '');
  return JSON.stringify(Object.fromEntries(members));
}

function credentialHeader({ way, token, clientId, clientSecret }: Filled): Record<string, string> {
  if (way === 'bearer') return { Authorization: `Bearer ${token.trim()}` };
  if (way === 'none') return {};
  // RFC 6749 §2.3.1: each as in a form, then both in Base64.
  const pair = [clientId, clientSecret].map((text) => encodeURIComponent(text.trim())).join(':');
  return { Authorization: `Basic ${btoa(pair)}` };
}

/** Stands for a variable within a text: no alphabet has this character, and JSON leaves it as it is. */
const MARK = '\uE000';
const variable = (name: string) => `${MARK}${name.toUpperCase()}${MARK}`;
const VARIABLE = new RegExp(`${MARK}([A-Z_]+)${MARK}`);

/** The same request for a shell. Secrets are variables: a shell remembers what is typed. */
export function curlOf(operation: TryItOperation, filled: Filled): string {
  const hidden = (operation.fields ?? []).filter(({ name, secret }) => secret && filled.values[name]);
  const { method, url, headers, body } = requestOf(operation, {
    ...filled,
    token: variable('token'),
    values: { ...filled.values, ...Object.fromEntries(hidden.map(({ name }) => [name, variable(name)])) },
  });
  const user = `${encodeURIComponent(filled.clientId.trim())}:${variable('client_secret')}`;
  const { Authorization, ...others } = headers;
  return [
    `curl --request ${method} ${quoted(url)}`,
    ...(filled.way === 'basic' ? [`--user ${quoted(user)}`] : []),
    ...(filled.way === 'bearer' && Authorization
      ? [`--header ${quoted(`Authorization: ${Authorization}`)}`]
      : []),
    ...Object.entries(others).map(([name, text]) => `--header ${quoted(`${name}: ${text}`)}`),
    ...(body === undefined ? [] : [`--data ${quoted(body)}`]),
  ].join(' \\\n  ');
}

/** One word of a shell, with its variables. */
const quoted = (text: string): string =>
  text
    .split(VARIABLE)
    .map((part, place) => (place % 2 === 1 ? `"$${part}"` : part && `'${part.replaceAll("'", "'\\''")}'`))
    .join('');
