import { readFileSync } from 'node:fs';

/**
 * What is mended in postgres.js 3.4.9 while it is bundled, file by file: text, and what takes its place. None of it is in
 * a release yet. With the driver as it is, a database that is killed under load takes the service with it.
 */
const MENDED = {
  'connection.js': [
    // A connection that is lost before it writes what it was about to write would never write again: each statement that
    // came its way would wait for five seconds, and fail.
    [
      "    clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)",
      "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener('data', data)",
    ],
    [
      '    clearImmediate(nextWriteTimer)\n    if (socket) {',
      '    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    if (socket) {',
    ],
    // What was said of a statement on a lost connection would be said of the first one on the next.
    [
      '    closedTime = performance.now()\n    hadError',
      '    query = errorResponse = null\n    closedTime = performance.now()\n    hadError',
    ],
    // A statement for a lost connection would be written to no socket: that ends the process.
    [
      "    if (terminated)\n      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))",
      "    if (terminated || !socket)\n      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options)), true",
    ],
    [
      '    const x = socket.write(chunk, fn)',
      '    if (!socket)\n      return (chunk = nextWriteTimer = null), false\n    const x = socket.write(chunk, fn)',
    ],
    // What is sent through TLS is not written on the socket that we gave it, which is to know of it (`lib/store/lines.ts`).
    [
      '    socket = tls.connect(options)',
      '    const given = socket\n    socket = tls.connect(options)\n    given.encrypted && given.encrypted(socket)',
    ],
    // A connection that is lost while its first questions are answered: nobody hears that they fail, which ends the
    // process as well.
    ['return fetchArrayTypes()', 'return fetchArrayTypes().catch(noop)'],
    ['    query.execute()\n', '    query.catch(noop)\n    query.execute()\n'],
    // Behind a proxy that takes connections and ends them, it would connect again without a pause, and whoever waits
    // would wait for ever.
    [
      '    if (initial)\n      return reconnect()',
      "    if (initial && options.host[1])\n      return reconnect()\n    initial && errored(Errors.connection('CONNECTION_CLOSED', options, socket))",
    ],
  ],
  'index.js': [
    // The rest of a transaction whose connection is lost would be carried out by the next one, each statement for itself.
    [
      '    let savepoints = 0\n      , connection',
      '    let savepoints = 0\n      , gone\n      , connection',
    ],
    [
      'new Promise((_, reject) => connection.onclose = reject)',
      'new Promise((_, reject) => connection.onclose = e => (gone = e, reject(e)))',
    ],
    [
      '        q.catch(e => uncaughtError || (uncaughtError = e))\n        c.queue',
      '        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (gone)\n          return q.reject(gone)\n        c.queue',
    ],
  ],
};

/** For esbuild. @throws Error where the driver is another one: then somebody must look whether it still needs this */
export const mendDriver = {
  name: 'mend-driver',
  setup(build) {
    build.onLoad({ filter: /[\\/]postgres[\\/]src[\\/](connection|index)\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      for (const [found, mended] of MENDED[path.split(/[\\/]/).at(-1)]) {
        if (contents.split(found).length !== 2)
          throw new Error(`${path} is not the one that scripts/setup/driver.mjs mends.`);
        contents = contents.replace(found, () => mended);
      }
      return { contents, loader: 'js' };
    });
  },
};
