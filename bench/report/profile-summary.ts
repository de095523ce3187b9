/** The parts of V8's CPU profile (`.cpuprofile`) that are read here. Times in microseconds. */
export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number };
  }[];
  /** Of the machine's monotonic clock. */
  startTime: number;
  /** Node ids, and the time since the sample before. */
  samples: number[];
  timeDeltas: number[];
}

/** Where a function was written: a path, or what stands in place of one. */
export type Locate = (frame: CpuProfile['nodes'][number]['callFrame']) => string;

export interface Share {
  name: string;
  /** Of the time in which the thread did something. */
  share: number;
}

export interface Summary {
  functions: Share[];
  packages: Share[];
  /** Of the whole time. */
  busy: number;
}

/** `jose`, `@hono/node-server`; `node:crypto` of Node itself; `lib/oauth` of ours. */
export function packageOf(path: string): string {
  const installed = /.*node_modules\/(@[^/]+\/[^/]+|[^/]+)/.exec(path)?.[1];
  if (installed) return installed;
  if (path === '' || path.startsWith('(')) return path || '(native)';
  if (path.startsWith('node:')) return path.split('/').slice(0, 2).join('/');
  return path.split('/').slice(0, -1).join('/').split('/').slice(0, 2).join('/') || path;
}

/**
 * Self time by function and by package, largest first.
 *
 * @param from and @param to of the machine's monotonic clock, microseconds: what came before and after does not count
 */
export function summarize(profile: CpuProfile, from: number, to: number, locate: Locate): Summary {
  const self = new Map<number, number>();
  let now = profile.startTime;
  let idle = 0;
  let whole = 0;
  const idleNodes = new Set(
    profile.nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id),
  );
  profile.samples.forEach((node, index) => {
    const took = profile.timeDeltas[index] ?? 0;
    now += took;
    if (now < from || now > to) return;
    whole += took;
    if (idleNodes.has(node)) idle += took;
    else self.set(node, (self.get(node) ?? 0) + took);
  });
  const functions = new Map<string, number>();
  const packages = new Map<string, number>();
  const add = (map: Map<string, number>, name: string, time: number) =>
    map.set(name, (map.get(name) ?? 0) + time);
  for (const { id, callFrame } of profile.nodes) {
    const time = self.get(id);
    if (!time) continue;
    const place = locate(callFrame);
    const name = callFrame.functionName || '(anonymous)';
    add(functions, place && !name.startsWith('(g') ? `${name}, ${place}` : name, time);
    add(packages, place ? packageOf(place) : name.startsWith('(') ? name : '(native)', time);
  }
  const busy = whole - idle;
  const sorted = (map: Map<string, number>): Share[] =>
    [...map].map(([name, time]) => ({ name, share: time / busy })).sort((a, b) => b.share - a.share);
  return { functions: sorted(functions), packages: sorted(packages), busy: whole === 0 ? 0 : busy / whole };
}
