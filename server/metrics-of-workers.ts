import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry, Gauge, register } from 'prom-client';

/** What workers and their primary say to each other about figures. */
type Message =
  /** A worker asks for those of all, and is told; without a text when some did not answer. */
  | { gooclaim: 'all figures'; id: number; text?: string }
  /** The primary asks a worker for its own, and is told; before it goes a worker tells them by itself. */
  | { gooclaim: 'own figures'; id?: number; figures?: Figures };

type Figures = Awaited<ReturnType<typeof register.getMetricsAsJSON>>;

/** What one waits for the figures of all, in milliseconds: longer than the primary waits for those of one. */
const PATIENCE_MS = 3_000;
const PATIENCE_WITH_ONE_MS = 2_000;
/** What words of a worker may come after its end, in milliseconds. */
const LAST_WORDS_MS = 1_000;

/** prom-client's own is left out of figures that are put together. */
const started = new Gauge({
  name: 'gooclaim_start_time_seconds',
  help: 'When the process started (UNIX time); with workers, their primary',
  // Of all processes the primary is the first.
  aggregator: 'min',
});
started.set(performance.timeOrigin / 1000);

let asked = 0;
const waiting = new Map<number, (text: string | undefined) => void>();

const isOurs = (message: unknown): message is Message =>
  typeof message === 'object' &&
  message !== null &&
  ['all figures', 'own figures'].includes(String((message as Partial<Message>).gooclaim));

/** A primary that has just gone is no fault of ours: its workers end as well. */
const tellPrimary = (message: Message): Promise<void> =>
  new Promise((done) => {
    if (process.connected) process.send?.(message, () => done());
    else done();
  });

if (cluster.isWorker)
  process.on('message', (message) => {
    if (!isOurs(message)) return;
    if (message.gooclaim === 'all figures') waiting.get(message.id)?.(message.text);
    else void tellOwnFigures(message.id);
  });

/** In a worker, to its primary. @param id of the question; none when it goes, and is not to be forgotten */
export async function tellOwnFigures(id?: number): Promise<void> {
  await tellPrimary({ gooclaim: 'own figures', id, figures: await register.getMetricsAsJSON() });
}

/** The figures of this process, or of all workers together. @returns undefined when some cannot be had */
export async function figuresOfAll(): Promise<string | undefined> {
  if (!cluster.isWorker) return register.metrics();
  const id = asked++;
  let timer: NodeJS.Timeout | undefined;
  const answer = await new Promise<string | undefined>((resolve) => {
    waiting.set(id, resolve);
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    void tellPrimary({ gooclaim: 'all figures', id });
  });
  clearTimeout(timer);
  waiting.delete(id);
  return answer;
}

/** What only ever grows, and so must not shrink with a worker that goes. */
const grows = ({ type }: Figures[number]): boolean => ['counter', 'histogram'].includes(String(type));

/** In the primary: answers its workers' questions. What workers that have gone had counted stays counted. */
export function answerForWorkers(): void {
  /** The last known ones of each that serves. */
  const figures = new Map<Worker, Figures>();
  let departed: Promise<Figures> = Promise.resolve([]);
  const questions = new Map<number, { of: Set<Worker>; answered(): void }>();
  let questionsAsked = 0;

  function heard(worker: Worker, id: number): void {
    const question = questions.get(id);
    if (question?.of.delete(worker) && question.of.size === 0) question.answered();
  }

  /** @returns whether all told theirs, or went, in time */
  async function ask(): Promise<boolean> {
    const id = questionsAsked++;
    const of = new Set([...figures.keys()].filter((worker) => worker.isConnected() && !worker.isDead()));
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((answered) => {
      questions.set(id, { of, answered });
      timer = setTimeout(answered, PATIENCE_WITH_ONE_MS);
      for (const worker of of) worker.send({ gooclaim: 'own figures', id } satisfies Message);
      if (of.size === 0) answered();
    });
    clearTimeout(timer);
    questions.delete(id);
    return of.size === 0;
  }

  async function answer(worker: Worker, id: number): Promise<void> {
    const complete = await ask();
    // Both at one moment: those of a worker are in one of the two.
    const [serving, gone] = [[...figures.values()], departed];
    const text = complete
      ? await AggregatorRegistry.aggregate([...serving, await gone, [await started.get()]]).metrics()
      : undefined;
    if (worker.isConnected()) worker.send({ gooclaim: 'all figures', id, text } satisfies Message);
  }

  cluster.on('message', (worker, message: unknown) => {
    if (message === 'serving') figures.set(worker, []);
    if (!isOurs(message)) return;
    // Who is not answered says so by itself.
    if (message.gooclaim === 'all figures') answer(worker, message.id).catch(() => {});
    else if (message.figures && figures.has(worker)) {
      figures.set(worker, message.figures);
      if (message.id !== undefined) heard(worker, message.id);
    }
  });

  function leave(worker: Worker): void {
    const last = figures.get(worker)?.filter(grows);
    if (!last || !figures.delete(worker)) return;
    const before = departed;
    departed = before
      .then((sum) => AggregatorRegistry.aggregate([sum, last]).getMetricsAsJSON())
      // Those of a release that this one cannot add up.
      .catch(() => before);
  }
  cluster.on('disconnect', leave);
  cluster.on('exit', (worker) => {
    for (const id of questions.keys()) heard(worker, id);
    // What it said last may still be on the way; of one that was killed the end of its channel may never be told.
    setTimeout(leave, LAST_WORDS_MS, worker).unref();
  });
}
