import { randomBytes } from 'node:crypto';
import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Clock, SharedClock } from '../clock';
import { createOutageWatch, type OutageEvents } from '../ratelimit/outage';
import { type ChangeConnection, listenToChanges } from './change-connection';
import { type Change, readMessage, type Word, wordText } from './change-messages';
import { createChangePeers } from './change-peers';
import { createChangeProof } from './change-proof';
import type { LineWatch } from './lines';
import { findServer } from './server-name';

/** From one proof to the next, in milliseconds. Whole seconds begin with one: tokens count in seconds. */
const BEAT_MS = 200;
/** The first moment of a second: a timer may come a moment early. */
const BEAT_OFFSET_MS = 2;
/** A connection that proved nothing for so many beats is made anew, and the log is told. */
const SILENT_BEATS = 15;
const HERE_EVERY_BEATS = 5;
/** So often it is looked which server new connections lead to: often enough for what is promised within a second. */
const LOOK_EVERY_BEATS = 4;
/** Longest that whoever changed something waits until everybody has heard, in milliseconds. */
const SETTLE_MS = 150;
/** Longest pause between two attempts to connect, in beats. */
const LONGEST_PAUSE_BEATS = 50;

/** Whoever keeps something in memory that the database may change. */
export interface Memory {
  apply(change: Change): void;
  /** Changes may have been missed: everything. */
  forgetAll(): void;
}

/**
 * What may be believed of what is in memory. A process that does not follow the changes believes nothing, and each of
 * its requests reads the database.
 */
export interface ChangeFeed {
  /** The moment, in milliseconds since the epoch, whose state memory shows at least; undefined: it is not to be believed. */
  provenAt(): number | undefined;
  /** Milliseconds since the latest proof, however old; undefined before the first. */
  proofAge(): number | undefined;
  /** Begins to follow the changes, for as long as the process runs. */
  follow(): void;
  /** Waits, within bounds, until every instance knows of what has been committed. Never fails. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  shared: SharedClock;
  /** Told what came of it, again and again. */
  compared(correction: number | undefined): void;
  /** Milliseconds of a clock that nobody sets. */
  steady: Clock;
  watch: LineWatch;
  /** Another server has taken the database over: what connections there were may lead to the one before. */
  moved(): void;
  /** Told when memory can no longer be believed, and when it can again. */
  events: OutageEvents;
}

/**
 * Follows the changes that the triggers of the migrations tell of.
 *
 * After a failover the server before may live on: it froze and thawed, or is cut off from all but us. Whoever stays with
 * it hears of no change, and hears itself well. So it is looked, again and again, where a new connection leads.
 *
 * @param url as for `openDatabase`
 */
export function createChangeFeed(
  url: string,
  memories: readonly Memory[],
  { shared, steady, watch: lines, moved, compared, events }: Options,
): ChangeFeed {
  const { clock } = shared;
  const self = randomBytes(8).toString('hex');
  const proof = createChangeProof(clock, steady);
  const peers = createChangePeers(steady);
  const watch = createOutageWatch(clock, events);
  let connection: ChangeConnection | undefined;
  let isListening = false;
  let beatUnderWay = false;
  /** In beats: counted, not timed, so that a process that stood still does not take it for a silence. */
  let unproven = 0;
  /** The same, of this connection. */
  let silent = 0;
  let sinceHere = 0;
  let sinceLook = 0;
  let lookUnderWay = false;
  /** The one that is followed, or was last. */
  let server: string | undefined;
  let attempts = 0;
  let pause = 0;
  let fault: unknown;
  let timer: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;

  const say = (word: Word) => connection?.say(wordText(word));
  /** What nobody waits for: not said, it is missed by others in bounded time. */
  const mention = (word: Word) => void say(word)?.catch(() => {});

  function open(): void {
    const isCurrent = () => connection === mine;
    const mine: ChangeConnection = listenToChanges(url, lines, {
      heard: (text) => isCurrent() && hear(text),
      began(name) {
        if (!isCurrent()) return;
        if (server !== undefined && server !== name) moved();
        server = name;
        proof.distrust();
        for (const memory of memories) memory.forgetAll();
        isListening = true;
        sinceHere = 0;
        mention({ what: 'hello', by: self });
        void beat();
      },
      lost: (cause) => isCurrent() && drop(cause ?? new Error('The connection was closed.')),
    });
    connection = mine;
    silent = 0;
  }

  function drop(cause: unknown): void {
    fault = cause;
    const ended = connection?.end();
    ended?.catch(() => {});
    connection = undefined;
    isListening = false;
    beatUnderWay = false;
    proof.distrust();
    pause = Math.min(2 ** attempts++, LONGEST_PAUSE_BEATS);
  }

  function hear(text: string): void {
    const message = readMessage(text);
    if (!message) return;
    if (!('by' in message)) {
      for (const memory of memories) memory.apply(message);
      return;
    }
    const { what, by } = message;
    if (what === 'heard') {
      if (message.whose === self) peers.hasHeard(by, message.number);
    } else if (by === self) {
      if (what === 'beat' || what === 'ask') proof.cameBack(message.number);
      if (what === 'ask') peers.hasHeard(self, message.number);
    } else if (what === 'bye') {
      peers.isGone(by);
    } else if (what !== 'beat') {
      peers.isHere(by);
      if (what === 'hello') mention({ what: 'here', by: self });
      // Everything before it has been applied: handlers run to their end.
      if (what === 'ask') mention({ what: 'heard', by: self, number: message.number, whose: by });
    }
  }

  async function beat(): Promise<void> {
    if (beatUnderWay || !isListening) return;
    const mine = connection;
    beatUnderWay = true;
    const number = proof.sending();
    try {
      await say({ what: 'beat', by: self, number });
    } catch (cause) {
      fault = cause;
      proof.failed(number);
    }
    if (connection === mine) beatUnderWay = false;
  }

  async function look(): Promise<void> {
    // What is not believed anyway is not looked after: behind a pooler each connection may lead elsewhere.
    if (lookUnderWay || proof.provenAt() === undefined) return;
    lookUnderWay = true;
    const mine = connection;
    try {
      const { name, ...time } = await findServer(url, lines, steady);
      compared(shared.compare(time.now, time.sent, time.received));
      if (connection !== mine || name === server) return;
      server = name;
      moved();
      drop(new Error('Another server has taken the database over.'));
      pause = 0;
    } catch {
      // Where there is no new connection to be had, there is no other server either.
    } finally {
      lookUnderWay = false;
    }
  }

  function tick(): void {
    timer = setTimeout(tick, BEAT_MS - ((clock() - BEAT_OFFSET_MS) % BEAT_MS));
    timer.unref();
    if (proof.provenAt() === undefined) {
      unproven++;
      silent++;
      if (unproven >= SILENT_BEATS) watch.failed(fault ?? new Error('No notification of our own came back.'));
    } else {
      unproven = 0;
      silent = 0;
      attempts = 0;
      fault = undefined;
      watch.succeeded();
    }
    if (!connection) {
      if (pause-- <= 0) open();
    } else if (silent >= SILENT_BEATS) {
      drop(fault ?? new Error('No notification of our own came back.'));
    }
    void beat();
    if (sinceLook++ % LOOK_EVERY_BEATS === 0) void look();
    if (isListening && sinceHere++ % HERE_EVERY_BEATS === 0) mention({ what: 'here', by: self });
  }

  async function ask(): Promise<void> {
    if (proof.provenAt() === undefined) {
      // Nothing is believed here now, and nothing that was said until now shall count later.
      proof.distrust();
      return;
    }
    const number = proof.sending();
    const answered = peers.asked(number, self);
    mention({ what: 'ask', by: self, number });
    await within(SETTLE_MS, answered);
    // Others get to know in bounded time. What this very process is asked next must not be answered from before.
    if (!proof.hasComeBack(number)) proof.distrust();
  }

  let asking: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  return {
    provenAt: proof.provenAt,
    proofAge: proof.age,
    follow() {
      if (!timer && !closing) tick();
    },
    settled() {
      // Whoever comes while a question is under way joins the next one: that is asked after their commit.
      waiting ??= asking.then(() => {
        waiting = undefined;
        asking = ask();
        return asking;
      });
      return waiting;
    },
    close() {
      closing ??= (async () => {
        clearTimeout(timer);
        const mine = connection;
        if (isListening)
          await within(
            SETTLE_MS,
            say({ what: 'bye', by: self })?.catch(() => {}),
          );
        drop(undefined);
        await mine?.end();
      })();
      return closing;
    },
  };
}

/** Waits for the work, and no longer than so many milliseconds. */
async function within(milliseconds: number, work: Promise<unknown> | undefined): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, pauseFor(milliseconds, undefined, { signal: timer.signal }).catch(() => {})]);
  timer.abort();
}
