import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCredentials } from './client-authentication';
import { OAuthError } from './errors';
import { Parameters } from './parameters';

/** What a Basic header was read as; undefined for one that was refused as it must be. */
function read(authorization: string): { clientId: string; clientSecret: string } | undefined {
  try {
    const presented = readCredentials(authorization, Parameters.fromForm(''));
    if (presented?.method !== 'client_secret_basic') throw new Error('read as another method');
    return { clientId: presented.clientId, clientSecret: presented.clientSecret };
  } catch (cause) {
    if (!OAuthError.is(cause)) throw cause;
    expect([cause.status, cause.code]).toEqual([401, 'invalid_client']);
    return undefined;
  }
}

const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const formEncode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);

const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text));
const id = plain.filter((text) => text !== '');
/** Means the same whether it is decoded or not. */
const isBare = (text: string) => !/[%+ ]/.test(text);

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

describe('Basic credentials', () => {
  it('arrive as they were, form-encoded (RFC 6749 §2.3.1) or percent-encoded (property)', () => {
    for (const encode of [formEncode, encodeURIComponent])
      fc.assert(
        fc.property(id, plain, (clientId, clientSecret) => {
          expect(read(header(`${encode(clientId)}:${encode(clientSecret)}`))).toEqual({
            clientId,
            clientSecret,
          });
        }),
      );
  });

  it('arrive as they were without any encoding, when there is nothing to decode (property)', () => {
    fc.assert(
      fc.property(
        id.filter((text) => isBare(text) && !text.includes(':')),
        fc.array(plain.filter(isBare), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(':')),
        (clientId, clientSecret) => {
          expect(read(header(`${clientId}:${clientSecret}`))).toEqual({ clientId, clientSecret });
        },
      ),
    );
  });

  it('are not to be had by another spelling of the same bytes (RFC 4648 §3.5; property)', () => {
    const edit = fc.record({
      place: fc.nat(),
      cut: fc.constantFrom(0, 1, 2),
      put: fc.constantFrom('', '=', '==', ' ', '-', '_', ...BASE64),
    });
    fc.assert(
      fc.property(plain.filter(isBare), edit, (secret, { place, cut, put }) => {
        const own = header(`client:${secret}`).slice('Basic '.length);
        // Padding and unused bits are at the end: half of the edits are made there.
        const at = place % 2 ? own.length - 1 - (place % 3) : place % own.length;
        const other = `${own.slice(0, at)}${put}${own.slice(at + cut)}`;
        // Blanks around it are the header's.
        if (other.trim() !== own) expect(read(`Basic ${other}`), other).not.toEqual(read(`Basic ${own}`));
      }),
      { numRuns: 5000 },
    );
  });

  it('are a pair or refused, whatever is in the header (property)', () => {
    const expectPair = (authorization: string) => {
      const presented = read(authorization);
      if (presented) expect(presented.clientId).not.toBe('');
    };
    const few = fc.array(fc.constantFrom(...Buffer.from(':a%0+'), 0, 0x80), { maxLength: 6 });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expectPair(`Basic ${text}`)));
    fc.assert(
      fc.property(fc.oneof(few, fc.uint8Array()), (bytes) => {
        expectPair(`Basic ${Buffer.from(bytes).toString('base64')}`);
      }),
    );
    expect(read(header('no colon'))).toBeUndefined();
  });
});
