import type { Use } from '../oauth/ports';

/** Calls of one minute that are alike, as they are written. */
export interface CountedUse extends Omit<Use, 'scopes'> {
  /** The minute's beginning, milliseconds since the epoch. */
  minute: number;
  count: number;
}

/** When a client's token requests last named a scope; the empty scope stands for requests that named none. */
export interface NamedScope {
  clientId: string;
  scope: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface UsageBatch {
  uses: CountedUse[];
  scopes: NamedScope[];
}

const MINUTE_MS = 60_000;

const useKey = ({ clientId, credentialId, operation, outcome, minute }: Omit<CountedUse, 'count'>) =>
  `${clientId} ${credentialId} ${operation} ${outcome} ${minute}`;

/**
 * What was counted and is not written yet. It holds at most `limit` lines of each kind: beyond that, what is counted
 * already goes on being counted, and what would need a line more is left out and reported.
 */
export function createUsageBuffer(limit: number) {
  let uses = new Map<string, CountedUse>();
  let scopes = new Map<string, NamedScope>();
  let leftOut = 0;

  function addUse(use: CountedUse): void {
    const key = useKey(use);
    const known = uses.get(key);
    if (known) known.count += use.count;
    else if (uses.size < limit) uses.set(key, use);
    else leftOut += use.count;
  }

  function addScope(named: NamedScope): void {
    const key = `${named.clientId} ${named.scope}`;
    const known = scopes.get(key);
    if (known) known.at = Math.max(known.at, named.at);
    else if (scopes.size < limit) scopes.set(key, named);
  }

  return {
    /** Lines that wait. */
    size: () => uses.size,

    /** @param now milliseconds since the epoch */
    add(use: Use, now: number): void {
      const { tenantId, clientId, credentialId, operation, outcome, scopes: named } = use;
      // Member by member: a copy of what is left over of an object takes ten times as long, on every request.
      addUse({
        tenantId,
        clientId,
        credentialId,
        operation,
        outcome,
        minute: now - (now % MINUTE_MS),
        count: 1,
      });
      if (!named) return;
      for (const scope of named.length > 0 ? named : ['']) addScope({ clientId, scope, at: now });
    },

    /** All that waits; nothing waits after it. */
    take(): UsageBatch {
      const batch = { uses: [...uses.values()], scopes: [...scopes.values()] };
      uses = new Map();
      scopes = new Map();
      return batch;
    },

    /** What could not be written, to be tried again with what has come since. */
    giveBack(batch: UsageBatch): void {
      for (const use of batch.uses) addUse(use);
      for (const named of batch.scopes) addScope(named);
    },

    /** Calls left out since this was last asked. */
    takeLeftOut(): number {
      const calls = leftOut;
      leftOut = 0;
      return calls;
    },
  };
}
