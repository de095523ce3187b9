import type { Choices } from './choices';
import { CANARY } from './deform';
import type { Draft } from './draft';
import { mutateText } from './mutate';

/** A body and the label it is sent under. */
interface Body {
  bytes: Buffer;
  type: string | undefined;
}

const JSON_TYPES = [
  'application/json',
  'application/json; charset=UTF-8',
  'APPLICATION/JSON',
  'application/vnd.api+json',
];
const FORM_TYPE = 'application/x-www-form-urlencoded';
const ODD_TYPES = [
  ...[
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/jwt',
    'application/json/x',
    ';',
    '',
    'application/json, text/html',
  ],
  ...['application/x-www-form-urlencoded; charset=utf-16', 'x'.repeat(3000), `text/${CANARY}`],
];

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

const asJson = (parameters: Draft['parameters']) =>
  `{${parameters.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
const asForm = (parameters: Draft['parameters']) =>
  new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, asText(value)])).toString();

/** As a client would send it: JSON or a form, rightly labelled. */
function plainBody(choices: Choices, { parameters, inJson }: Draft): Body {
  return inJson || choices.chance(0.5)
    ? { bytes: Buffer.from(asJson(parameters)), type: choices.pick(JSON_TYPES) }
    : { bytes: Buffer.from(asForm(parameters)), type: FORM_TYPE };
}

/** The same bytes under another label, or other bytes. */
function oddBody(choices: Choices, draft: Draft): Body {
  const { bytes, type } = plainBody(choices, draft);
  const text = bytes.toString();
  const deep = 1 + choices.below(7000);
  const odd: (() => Body)[] = [
    () => ({ bytes, type: choices.pick([...ODD_TYPES, ...JSON_TYPES, FORM_TYPE, undefined]) }),
    () => ({ bytes: Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes]), type }),
    () => ({ bytes: Buffer.from(text, 'utf16le'), type }),
    () => ({ bytes: Buffer.concat([bytes, Buffer.of(0xff, 0xfe, 0xc0, 0x80)]), type }),
    () => ({ bytes: bytes.subarray(0, choices.below(bytes.length + 1)), type }),
    () => ({
      bytes: Buffer.from(`${text}${choices.pick(['x', '}', '\0', text, '&', ' '.repeat(100)])}`),
      type,
    }),
    () => ({ bytes: Buffer.from(mutateText(choices, text)), type }),
    () => ({ bytes: Buffer.from(`{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`), type }),
    () => ({ bytes: Buffer.from(`{"${CANARY}":${'{"a":'.repeat(deep / 3)}`), type }),
    () => ({ bytes: Buffer.from(`[${text}]`), type: 'application/json' }),
    () => ({ bytes: Buffer.from(`a=${'x'.repeat(choices.below(40_000))}&${text}`), type: FORM_TYPE }),
    () => ({ bytes: Buffer.from(`${'a&'.repeat(choices.below(8000))}`), type: FORM_TYPE }),
    () => ({
      bytes: Buffer.from(Array.from({ length: choices.below(300) }, () => choices.below(256))),
      type,
    }),
    () => ({ bytes: Buffer.alloc(0), type }),
  ];
  return choices.pick(odd)();
}

const CONTROL = /[\r\n]/g;

/** One request with a length that is true, or in true chunks: where it ends is beyond doubt. */
export function wholeRequest(
  draft: Draft,
  choices: Choices,
  { odd, close }: { odd: boolean; close: boolean },
): Buffer {
  const body = draft.inQuery
    ? { bytes: Buffer.alloc(0), type: undefined }
    : (odd ? oddBody : plainBody)(choices, draft);
  const query = draft.inQuery ? `?${asForm(draft.parameters)}` : '';
  const chunked = choices.chance(0.1);
  // What is in a header may be odd, but must not end it: that is left to the mutation of bytes.
  const lines = [
    `${draft.method} ${draft.target.replace(/[\r\n ]/g, '')}${query} HTTP/1.1`,
    'Host: localhost',
    ...(body.type === undefined ? [] : [`Content-Type: ${body.type}`]),
    chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.bytes.length}`,
    ...(close ? ['Connection: close'] : []),
    ...draft.headers.map(([name, value]) => `${name}: ${value.replace(CONTROL, ' ')}`),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  return Buffer.concat([head, chunked ? inChunks(choices, body.bytes) : body.bytes]);
}

function inChunks(choices: Choices, bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const part = bytes.subarray(at, at + 1 + choices.below(bytes.length));
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
    at += part.length;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** The same request with its end, or its first line, in doubt. */
export function brokenRequest(whole: Buffer, choices: Choices): Buffer {
  const text = whole.toString('latin1');
  const length = /Content-Length: \d+/;
  const odd: (() => string)[] = [
    () =>
      text.replace(
        length,
        `Content-Length: ${choices.pick(['0', '5', '99999', '-1', '1e3', '+5', '0x10', '', '5, 6', '9'.repeat(30)])}`,
      ),
    () => text.replace(length, 'Content-Length: 5\r\nTransfer-Encoding: chunked'),
    () =>
      text.replace(
        length,
        `Transfer-Encoding: ${choices.pick(['chunked, chunked', 'gzip', 'xchunked', 'identity', 'chunked\r\nTransfer-Encoding: identity'])}`,
      ),
    () => text.replace(length, 'X-No-Length: 1'),
    () =>
      text.replace(
        'HTTP/1.1',
        choices.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/1.', 'HTTPS/1.1', '']),
      ),
    () =>
      text.replace(
        'Host: localhost\r\n',
        choices.pick([
          '',
          'Host: a\r\nHost: b\r\n',
          'Host: a b\r\n',
          'Host : localhost\r\n',
          '\tHost: x\r\n',
        ]),
      ),
    () => text.replaceAll('\r\n', '\n'),
    () => text.replace('\r\n', `\r\nX-Folded: a\r\n ${CANARY}\r\n`),
    () => text.replace('\r\n', `\r\n${'X-Many: y\r\n'.repeat(3000)}`),
    () => text.replace('\r\n', `\r\nX-Huge: ${'x'.repeat(20_000)}\r\n`),
    () =>
      text.replace(
        ' /',
        choices.pick([' http://localhost/', ' //', ' https://attacker.test/', '  /', ' *', ' ']),
      ),
    () => text.slice(0, choices.below(text.length)),
    () => `\r\n\r\n${text}`,
    () => `${text}${text.slice(0, choices.below(200))}`,
  ];
  return Buffer.from(choices.pick(odd)(), 'latin1');
}
