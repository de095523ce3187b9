// Loaded into the product (`node --import`) by the soak: at SIGUSR2 it writes down what the process holds on to. A
// collection is forced first, so that what is counted is held by something and does not only lie about. A census goes
// through all of memory, several times: under load that would be the worst thing that happens to the process.
import { EventEmitter } from 'node:events';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { type Census, censusFile, type Inside, insideFile } from '../soak/inside-file';

const session = new Session();
session.connect();

/** What is asked for by name, where the inspector can find it. */
const HERE = '__soak';
const kinds = {
  emitters: EventEmitter.prototype,
  targets: EventTarget.prototype,
  timers: Object.getPrototypeOf(setTimeout(() => {}, 0)),
  sockets: Socket.prototype,
};
Object.defineProperty(globalThis, HERE, { value: kinds });

/** In-process, each call is answered before it returns. */
function ask(method: string, parameters: object): unknown {
  let answer: unknown;
  session.post(method, parameters, (fault: Error | null, result?: object) => {
    if (fault) throw fault;
    answer = result;
  });
  return answer;
}

interface Remote {
  objectId: string;
}

/** @param count the text of a function whose `this` is the list of all living objects of that kind */
function ofAll<Value>(kind: keyof typeof kinds, count: string): Value {
  const objectGroup = HERE;
  const { result } = ask('Runtime.evaluate', { expression: `${HERE}.${kind}`, objectGroup }) as {
    result: Remote;
  };
  const { objects } = ask('Runtime.queryObjects', { prototypeObjectId: result.objectId, objectGroup }) as {
    objects: Remote;
  };
  const { result: counted, exceptionDetails } = ask('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: count,
    returnByValue: true,
    objectGroup,
  }) as { result: { value: Value }; exceptionDetails?: { text: string } };
  ask('Runtime.releaseObjectGroup', { objectGroup });
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return counted.value;
}

/** By the name of the event and of what emits it, so that a leak has an address. */
const LISTENERS = `function () {
  const found = {};
  for (const emitter of this) {
    const events = Object.hasOwn(emitter, '_events') ? emitter._events : undefined;
    for (const event of Reflect.ownKeys(events ?? {})) {
      const one = events[event];
      const name = emitter.constructor?.name + ' ' + String(event);
      found[name] = (found[name] ?? 0) + (typeof one === 'function' ? 1 : one?.length ?? 0);
    }
  }
  return found;
}`;
const TARGET_LISTENERS = `function () {
  const found = {};
  for (const target of this) {
    const symbol = Object.getOwnPropertySymbols(target).find((own) => own.description === 'kEvents');
    for (const [event, list] of symbol ? target[symbol] : []) {
      const name = target.constructor?.name + ' ' + event;
      found[name] = (found[name] ?? 0) + (list.size ?? 0);
    }
  }
  return found;
}`;
const PENDING_TIMERS =
  'function () { return this.filter((timer) => Object.hasOwn(timer, "_idleTimeout") && !timer._destroyed && timer._idleTimeout > 0).length; }';
const OPEN_SOCKETS =
  'function () { return this.filter((socket) => Object.hasOwn(socket, "_readableState") && !socket.destroyed).length; }';

function census(): Census {
  const listeners = {
    ...ofAll<Record<string, number>>('emitters', LISTENERS),
    ...ofAll<Record<string, number>>('targets', TARGET_LISTENERS),
  };
  return {
    sockets: ofAll<number>('sockets', OPEN_SOCKETS),
    timers: ofAll<number>('timers', PENDING_TIMERS),
    listeners,
  };
}

function glance(): Inside {
  ask('HeapProfiler.collectGarbage', {});
  const { heapUsed, external, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return { heapUsed, external, rss, resources };
}

process.on('SIGUSR2', () => {
  const file = insideFile(process.pid);
  const found = existsSync(censusFile(process.pid)) ? { ...glance(), census: census() } : glance();
  writeFileSync(`${file}.new`, JSON.stringify(found), { mode: 0o600 });
  renameSync(`${file}.new`, file);
});
