import { Socket } from 'node:net';
import { Late } from '../faults';

/** How often sockets are looked at, in milliseconds. Silence is counted in looks: a process that stood still heard nothing either. */
const LOOK_EVERY_MS = 250;
/** After so many looks without a word from a database that owes answers, it is taken to be silent. */
const SILENT_LOOKS = 8;
/** Longer than any statement may take: a socket that waits so long, while the database is silent, is given up. */
const GIVEN_UP_LOOKS = 28;
/** The same while the database answers others: only upkeep has a statement that may take 30 s. */
const LOST_LOOKS = 140;

/** An idle connection whose other end is gone without a word is noticed after this and ten seconds more, in milliseconds. */
const KEEP_ALIVE_MS = 10_000;

/** What postgres.js says of where to connect. */
interface Target {
  path?: string | false;
  host: string[];
  port: number[];
  sslnegotiation?: string | null;
}

interface Line {
  socket: Socket;
  read: number;
  /** What had been read when something was last sent; -1: nothing was. As long as no more has been, an answer is owed. */
  readBefore: number;
  /** Looks since something was sent that nothing has come back to; 0: it waits for nothing. */
  waited: number;
}

/** Sockets that belong together. */
export interface Lines {
  /** For the option `socket` of postgres.js. */
  socket(target: Target): Socket;
  /** Ends all there are at once, answers or not: whoever waits gets an outage. */
  cut(): void;
}

/**
 * The sockets to the database, and what they say of it. postgres.js waits for an answer for as long as TCP does, a
 * quarter of an hour: behind a cable that is cut, or a server that is stopped, its connections would stay lost for as
 * long, and every request would wait its whole time.
 */
export function createLineWatch() {
  const open = new Set<Line>();
  let unheard = 0;
  let silent = false;
  let faulty = false;
  let givesUp = true;

  function look(): void {
    unheard++;
    let owes = false;
    for (const line of open) {
      const { bytesRead, destroyed } = line.socket;
      if (destroyed) open.delete(line);
      if (bytesRead !== line.read) {
        unheard = 0;
        line.waited = 0;
      }
      line.waited = bytesRead === line.readBefore ? line.waited + 1 : 0;
      line.read = bytesRead;
      owes ||= line.waited >= SILENT_LOOKS;
    }
    if (unheard === 0) {
      silent = false;
      faulty = false;
    } else if (owes && unheard >= SILENT_LOOKS) silent = true;
    for (const { socket, waited } of open)
      if (givesUp && waited >= (unheard >= GIVEN_UP_LOOKS ? GIVEN_UP_LOOKS : LOST_LOOKS))
        socket.destroy(new Late('The database did not answer.'));
  }

  /** Since the last look. */
  const hasSpoken = () => [...open].some(({ socket, read }) => socket.bytesRead !== read);

  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();

  return {
    lines(): Lines {
      let own: Socket[] = [];
      let turn = 0;
      return {
        socket({ path, host, port, sslnegotiation }) {
          const socket = new Socket();
          own = [...own.filter(({ destroyed }) => !destroyed), socket];
          const line = { socket, read: 0, readBefore: -1, waited: 0 };
          open.add(line);
          socket.on('error', () => {
            faulty = true;
          });
          const place = turn++ % host.length;
          // What is sent right after an answer, between the same two looks, is owed one as well.
          const sending = () => {
            line.readBefore = socket.bytesRead;
          };
          const begin = () => {
            socket.setKeepAlive(true, KEEP_ALIVE_MS);
            if (path) socket.connect(path);
            else socket.connect(port[place] ?? 5432, host[place] ?? 'localhost');
            sending();
            // Not before: connecting sets a socket's own `write` back.
            beforeEachWrite(socket, sending);
          };
          // TLS from the first byte: nothing is written on this one before.
          if (sslnegotiation === 'direct') begin();
          else onFirstWrite(socket, begin);
          return Object.assign(socket, {
            // What a certificate is compared with.
            host: host[place],
            port: port[place],
            // Called by the driver (`scripts/setup/driver.mjs`): what goes through TLS is not written on this one.
            encrypted(through: Socket) {
              sending();
              beforeEachWrite(through, sending);
            },
          });
        },
        cut() {
          for (const socket of own) socket.destroy();
        },
      };
    },
    /** It owes answers and says nothing at all: until it says something, whoever asks would wait in vain. */
    isSilent: () => silent && !hasSpoken(),
    /** It is silent, or the last that was heard of it is that it cannot be reached. */
    isOut: () => (silent || faulty) && !hasSpoken(),
    /** From now on none is given up: where a statement may take as long as it takes, and nothing else is heard meanwhile. */
    waitLong() {
      givesUp = false;
    },
    close: () => clearInterval(timer),
  };
}

export type LineWatch = ReturnType<typeof createLineWatch>;

/**
 * postgres.js takes such a socket for connected, and writes in the next turn of the event loop. Were it refused before
 * that, the driver as it is (`scripts/setup/driver.mjs`) would never write to that connection again.
 */
function onFirstWrite(socket: Socket, begin: () => void): void {
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
  socket.write = (...given: unknown[]) => {
    socket.write = write;
    begin();
    return write(...given);
  };
}

function beforeEachWrite(stream: Socket, work: () => void): void {
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
  stream.write = (...given: unknown[]) => {
    work();
    return write(...given);
  };
}
