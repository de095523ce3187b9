import cluster from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';

/** What a worker and its primary say to each other about figures. */
interface Question {
  gooclaim: 'metrics';
  id: number;
}
interface Reply extends Question {
  text?: string;
}

export const { isWorker } = cluster;

const PATIENCE_MS = 3_000;
let asked = 0;
const waiting = new Map<number, (text: string | undefined) => void>();

const isOurs = (message: unknown): message is Reply =>
  typeof message === 'object' && message !== null && (message as Partial<Reply>).gooclaim === 'metrics';

if (isWorker)
  process.on('message', (message) => {
    if (isOurs(message)) waiting.get(message.id)?.(message.text);
  });

/** The figures of all workers together. @returns undefined in a process that is no worker, or when they cannot be had */
export async function aggregated(): Promise<string | undefined> {
  if (!isWorker) return undefined;
  const id = asked++;
  let timer: NodeJS.Timeout | undefined;
  const answer = await new Promise<string | undefined>((resolve) => {
    waiting.set(id, resolve);
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    process.send?.({ gooclaim: 'metrics', id } satisfies Question);
  });
  clearTimeout(timer);
  waiting.delete(id);
  return answer;
}

/** In the primary: answers its workers' questions. */
export function answerForWorkers(): void {
  const registry = new AggregatorRegistry();
  cluster.on('message', (worker, message: unknown) => {
    if (!isOurs(message)) return;
    registry.clusterMetrics().then(
      (text) => worker.isConnected() && worker.send({ ...message, text } satisfies Reply),
      // The worker answers with its own figures then.
      () => worker.isConnected() && worker.send(message),
    );
  });
}
