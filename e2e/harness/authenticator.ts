import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** Enough of CBOR (RFC 8949) for what an authenticator says. */
function cbor(value: unknown): Buffer {
  const head = (major: number, size: number): Buffer => {
    if (size < 24) return Buffer.from([(major << 5) | size]);
    if (size < 256) return Buffer.from([(major << 5) | 24, size]);
    return Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
  };
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flat().map((part) => cbor(part))]);
  throw new Error('Not needed.');
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url');

/** User present, user verified; attested credential data. */
const UP = 0x01;
const UV = 0x04;
const AT = 0x40;

interface Said {
  origin?: string;
  type?: string;
  flags?: number;
  counter?: number;
  userHandle?: string;
  /** Another's key. */
  key?: KeyObject;
}

/** A security key in software, which can also be made to say what a true one would not. */
export class Authenticator {
  readonly id = randomBytes(32);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  userHandle = '';
  counter = 0;

  constructor(readonly origin: string) {}

  get key(): KeyObject {
    return this.#keys.privateKey;
  }

  #authData(flags: number, counter: number, rest = Buffer.alloc(0)): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(new URL(this.origin).hostname), Buffer.from([flags]), count, rest]);
  }

  #clientData(challenge: string, type: string, origin = this.origin): string {
    return JSON.stringify({ type, challenge, origin, crossOrigin: false });
  }

  #answer(response: Record<string, unknown>) {
    const id = base64url(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  /** @param options of `/factors/passkeys/options` */
  register(
    options: { challenge: string; user: { id: string } },
    { origin, flags = UP | UV | AT }: Said = {},
  ) {
    this.userHandle = options.user.id;
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const cose = new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, cbor(cose)]);
    const authData = this.#authData(flags, this.counter, attested);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return this.#answer({
      clientDataJSON: base64url(this.#clientData(options.challenge, 'webauthn.create', origin)),
      attestationObject: base64url(cbor(attestation)),
      transports: ['internal'],
    });
  }

  /** @param options of `/session/step-up` or `/api/account/passkey` */
  sign({ challenge }: { challenge: string }, said: Said = {}) {
    const { origin, type = 'webauthn.get', flags = UP | UV, key = this.key } = said;
    const authData = this.#authData(flags, said.counter ?? ++this.counter);
    const clientData = this.#clientData(challenge, type, origin);
    return this.#answer({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(sign('sha256', Buffer.concat([authData, sha256(clientData)]), key)),
      userHandle: said.userHandle ?? this.userHandle,
    });
  }
}

/** Held, but its holder was not verified. */
export const UNVERIFIED = { flags: UP };
