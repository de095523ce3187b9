/** One answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  /** Names in lower case; one that came twice is joined with a comma. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Reads the answers off one connection, as strictly as a client that must not be fooled. */
export class AnswerReader {
  private rest: Buffer = Buffer.alloc(0);
  private ended = false;

  push(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
  }

  /** Nothing more comes: what has no length ends here (RFC 9112 §6.3). */
  end(): void {
    this.ended = true;
  }

  get isEmpty(): boolean {
    return this.rest.length === 0;
  }

  /**
   * The next answer, once it is whole.
   *
   * @param toHead whether it answers a HEAD, and so has no body whatever its headers say
   * @throws Error for what is no HTTP
   */
  next(toHead: boolean): RawAnswer | undefined {
    for (;;) {
      const end = this.rest.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      const [first = '', ...lines] = this.rest.subarray(0, end).toString('latin1').split('\r\n');
      const status = Number(/^HTTP\/1\.1 ([1-5]\d\d) /.exec(first)?.[1]);
      if (!status) throw new Error(`no status line: ${JSON.stringify(first.slice(0, 80))}`);
      if (status < 200) {
        this.rest = this.rest.subarray(end + 4);
        continue;
      }
      const headers = readHeaders(lines);
      const found =
        toHead || status === 204 ? { body: Buffer.alloc(0), end: end + 4 } : this.body(end + 4, headers);
      if (!found) return undefined;
      this.rest = this.rest.subarray(found.end);
      return { status, headers, body: found.body };
    }
  }

  private body(start: number, headers: Record<string, string>): { body: Buffer; end: number } | undefined {
    if (headers['transfer-encoding'] === 'chunked') return this.chunks(start);
    if (headers['content-length'] === undefined && headers.connection === 'close')
      return this.ended ? { body: this.rest.subarray(start), end: this.rest.length } : undefined;
    const length = Number(headers['content-length']);
    if (!Number.isInteger(length)) throw new Error('an answer without a length');
    const end = start + length;
    return this.rest.length < end ? undefined : { body: this.rest.subarray(start, end), end };
  }

  private chunks(start: number): { body: Buffer; end: number } | undefined {
    const parts: Buffer[] = [];
    for (let at = start; ; ) {
      const line = this.rest.indexOf('\r\n', at);
      if (line < 0) return undefined;
      const size = Number.parseInt(this.rest.subarray(at, line).toString('latin1'), 16);
      if (!Number.isInteger(size)) throw new Error('a chunk without a size');
      const end = line + 2 + size + 2;
      if (this.rest.length < end) return undefined;
      if (size === 0) return { body: Buffer.concat(parts), end };
      parts.push(this.rest.subarray(line + 2, line + 2 + size));
      at = end;
    }
  }
}

function readHeaders(lines: string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}
