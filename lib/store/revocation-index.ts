import { randomBytes } from 'node:crypto';

/** Parts of the table, each of which grows and is cleaned by itself: no call ever moves more than one. */
const PARTS = 256;
const FIRST_PLACES = 16;
/** Parts cleaned at a time. */
const SWEPT = 16;
/** Places in use, of all, at most. */
const FULLEST = 0.75;

interface Part {
  /** Two words a place: the mark, and the second of its expiry; 0 is a free place. */
  places: Uint32Array;
  used: number;
}

const LATEST = 0xffff_ffff;
const NOTHING = new Uint32Array(2);

const emptyPart = (places = FIRST_PLACES): Part => ({ places: new Uint32Array(places * 2), used: 0 });

/**
 * Which tokens were revoked, in eleven to twenty-two bytes each. Of a `jti` a fingerprint of 40 bits is kept: one that was added is
 * always found, and among a million of them about one in a million of the others by mistake. So only its no is an answer.
 *
 * @param seed drawn anew by each process
 */
export function createRevocationIndex(seed = randomBytes(8)) {
  const [seedA, seedB] = [seed.readUInt32LE(0), seed.readUInt32LE(4)];
  let parts = Array.from({ length: PARTS }, () => emptyPart());
  let size = 0;
  let swept = 0;

  function place({ places }: Part, mark: number, expiresAt: number): boolean {
    const last = places.length / 2 - 1;
    let at = mark & last;
    while (places[at * 2 + 1] !== 0) {
      if (places[at * 2] === mark) {
        // Told twice, by the feed and by the reading.
        if (expiresAt > (places[at * 2 + 1] ?? 0)) places[at * 2 + 1] = expiresAt;
        return false;
      }
      at = (at + 1) & last;
    }
    places[at * 2] = mark;
    places[at * 2 + 1] = expiresAt;
    return true;
  }

  /** A table as large as what is left of this one needs, `room` places to spare. */
  function rebuilt(part: Part, now: number, room: number): Part {
    let left = 0;
    for (let at = 1; at < part.places.length; at += 2) if ((part.places[at] ?? 0) > now) left++;
    let length = FIRST_PLACES;
    while (left + room > length * FULLEST) length *= 2;
    const fresh = emptyPart(length);
    for (let at = 0; at < part.places.length; at += 2) {
      const expiresAt = part.places[at + 1] ?? 0;
      const mark = part.places[at] ?? 0;
      if (expiresAt > now) place(fresh, mark, expiresAt);
    }
    fresh.used = left;
    size += left - part.used;
    return fresh;
  }

  /** Which part, and the mark inside it: together 40 bits of the `jti`, mixed so that both halves depend on all of it. */
  function fingerprint(jti: string): [part: number, mark: number] {
    let a = seedA;
    let b = seedB;
    for (let at = 0; at < jti.length; at++) {
      const code = jti.charCodeAt(at);
      a = Math.imul(a ^ code, 2_654_435_761);
      b = Math.imul(b ^ code, 1_597_334_677);
    }
    a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
    b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
    return [a & (PARTS - 1), b >>> 0];
  }

  return {
    /** How many there are, expired ones that nobody has cleared away included. */
    size: () => size,
    /** Of all tables. */
    bytes: () => parts.reduce((sum, { places }) => sum + places.byteLength, 0),
    /** @param now, expiresAt seconds since the epoch */
    add(jti: string, expiresAt: number, now: number): void {
      if (expiresAt <= now) return;
      const [number, mark] = fingerprint(jti);
      let part = parts[number] ?? emptyPart();
      if ((part.used + 1) * 2 > part.places.length * FULLEST) {
        part = rebuilt(part, now, part.used >> 1);
        parts[number] = part;
      }
      if (!place(part, mark, Math.min(expiresAt, LATEST))) return;
      part.used++;
      size++;
    },
    /** False: it was not revoked. True: it may have been. */
    mayHave(jti: string): boolean {
      const [number, mark] = fingerprint(jti);
      const places = parts[number]?.places ?? NOTHING;
      const last = places.length / 2 - 1;
      for (let at = mark & last; places[at * 2 + 1] !== 0; at = (at + 1) & last)
        if (places[at * 2] === mark) return true;
      return false;
    },
    /** Clears away what has expired, in a few of the parts: called now and then, it comes around. */
    sweep(now: number): void {
      for (let times = 0; times < SWEPT; times++, swept = (swept + 1) % PARTS) {
        const part = parts[swept];
        if (part) parts[swept] = rebuilt(part, now, 0);
      }
    },
    clear(): void {
      parts = Array.from({ length: PARTS }, () => emptyPart());
      size = 0;
    },
  };
}
