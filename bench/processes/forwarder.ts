import { forward, type Place } from '../chaos/forward';

/** Keeps the network alive that it is alone in, and forwards into and out of it: pairs of places, as JSON. */
const pairs: [Place, Place][] = JSON.parse(process.argv[2] ?? '[]');
await Promise.all(pairs.map(([from, to]) => forward(from, to)));
process.stdout.write('ready\n');
