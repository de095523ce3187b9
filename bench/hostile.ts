import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CHECKOUT } from '../e2e/harness/checkout';
import type { Attack } from './hostile/attack';
import { openapi } from './hostile/document';
import { endpoints } from './hostile/endpoints';
import { Figures } from './hostile/figures';
import { bombs, foreign, headerFloods, pipelines, resets } from './hostile/floods';
import { GoodCaller } from './hostile/good-caller';
import { mcp } from './hostile/mcp';
import { pages, signIn } from './hostile/pages';
import { patience } from './hostile/patience';
import { portal } from './hostile/portal';
import { asJson, HEADING, type Results, tables } from './hostile/results';
import { smuggling } from './hostile/smuggling';
import { type Inside, type Stage, setStage } from './hostile/stage';
import { commandOf } from './report/command';
import { replaceSection } from './report/page';
import { hardware } from './world/machine';

const GENERATED: Attack[] = [openapi, endpoints, portal, pages, signIn, mcp];
const ON_THE_SOCKET: Attack[] = [smuggling, headerFloods, pipelines, bombs, foreign, resets];
const ATTACKS: Attack[] = [...GENERATED, ...ON_THE_SOCKET, ...patience];

const USAGE = `Usage: npm run hostile -- [--inputs 300000] [--seconds 1200] [--only CLASS,…] [--seed N] [--rounds 4]
                          [--json FILE] [--report FILE]

Starts a service of its own and sends it what nobody should send, in four rounds, while a good caller goes on asking.
Ends with 1 if an answer was a 5xx or wrong, if memory is not level, if the service stood still for longer than a
second, if a good caller was not served, or if connections were left.

  --inputs N     at most so many, beside those connections that are held as long as the service lets them
  --seconds N    at most so long
  --only CLASS,… of: ${ATTACKS.map(({ name }) => name).join(', ')}
  --rounds N     one is enough to try something out; whether memory is level four of them say
  --json FILE    the figures by class
  --report FILE  writes the tables into that page; docs/guide/resilience.md holds those of a whole run`;

/** Whether memory is level the second and the last one of four say. */
const ROUNDS = 4;
/** Longest that the service may stand still, in milliseconds, on a machine with nothing else to do or with much. */
const STALL_MS = 1_000;
/** Longest that a good caller may wait, in milliseconds. */
const WAIT_MS = 5_000;
/** On a machine that keeps the service from a processor for so long at a stretch nobody can say what a caller waited for. */
const STARVED_MS = 500;
/** What the heap may still grow by after two of four rounds, when all that is kept once has been kept, in bytes. */
const HEAP_GROWTH = 16e6;
/** The same for what is resident: what was freed is not given back at once. */
const RESIDENT_GROWTH = 96e6;
/** What may be open in the end beyond the beginning: connections to the database, which come and go, and its files. */
const FILES_LEFT = 20;

interface Options {
  inputs: number;
  seconds: number;
  seed: number;
  rounds: number;
  attacks: readonly Attack[];
  json?: string | undefined;
  report?: string | undefined;
}

/** @returns the exit code */
export async function hostile(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(`${USAGE}\n`);
    return 1;
  }
  const began = new Date();
  const stage = await setStage();
  try {
    const results = await attackAll(stage, options);
    const known: [string, string][] = [
      ['date', began.toISOString()],
      ['run', commandOf('hostile', args)],
      ['seed', String(options.seed)],
      ['machine', hardware()],
      ['node', process.versions.node],
      ['took', `${Math.round((Date.now() - began.getTime()) / 1000)} s`],
    ];
    const all = { ...results, known };
    const written = tables(all);
    process.stdout.write(`${[...results.faults, written].join('\n')}\n`);
    if (options.json) writeFileSync(options.json, `${asJson(all)}\n`);
    if (options.report) replaceSection(options.report, HEADING, written);
    return results.faults.length === 0 ? 0 : 1;
  } finally {
    await stage.end();
  }
}

async function attackAll(
  stage: Stage,
  { attacks, inputs, seconds, seed, rounds }: Options,
): Promise<Omit<Results, 'known'>> {
  const prepared = [];
  for (const { prepare, ...attack } of attacks) {
    process.stderr.write(`${attack.name} is prepared …\n`);
    prepared.push({
      ...attack,
      run: await triedAgain(() => prepare(stage)),
      figures: new Figures(attack.name, attack.words),
      prepare,
    });
  }
  const share = prepared.reduce((sum, one) => sum + one.share, 0);
  const insides: { when: string; inside: Inside }[] = [];
  const look = async (when: string) => {
    const inside = await stage.inside();
    insides.push({ when, inside });
    return inside;
  };
  const before = await look('before');
  const caller = new GoodCaller(stage);
  for (let round = 1; round <= rounds; round++) {
    for (const attack of prepared.filter((one) => one.share > 0)) {
      const { name, share: part, figures } = attack;
      if (attack.anew && round > 1) attack.run = await triedAgain(() => attack.prepare(stage));
      const from = { inputs: figures.inputs, at: performance.now() };
      const most = (inputs / rounds) * (part / share);
      const longestS = (seconds / rounds) * (part / share);
      await attack.run(figures, {
        seed: seed * 1_000 + round * 100,
        isOver: () => figures.inputs - from.inputs >= most || performance.now() - from.at >= longestS * 1_000,
      });
      figures.seconds += (performance.now() - from.at) / 1000;
      figures.stalled(await stage.inside());
      figures.waitedMs = Math.max(figures.waitedMs, caller.turn());
      process.stderr.write(
        `round ${round}, ${name}: ${figures.inputs} inputs, ${figures.faults.length} faults\n`,
      );
    }
    // These wait for the service's own deadlines, all at once: in every second round, after which memory is compared.
    const patient = prepared.filter((one) => one.share === 0 && (round % 2 === 0 || rounds === 1));
    await Promise.all(patient.map(({ run, figures }) => run(figures, { seed, isOver: () => false })));
    const stall = await stage.inside();
    const waited = caller.turn();
    for (const { figures } of patient) {
      figures.stalled(stall);
      figures.waitedMs = Math.max(figures.waitedMs, waited);
    }
    await look(`after round ${round} of ${rounds}`);
    process.stderr.write(`round ${round} is over\n`);
  }
  await caller.stop();
  process.stderr.write('waiting until all connections are over …\n');
  const after = await quiet(stage, before);
  insides.push({ when: 'at the end, with all connections over', inside: after });

  const classes = prepared.map(({ figures }) => figures);
  const starved = classes.filter((one) => one.starvedMs > STARVED_MS).map(({ name }) => name);
  // Without a processor it says that it cannot answer, and keeps no deadline: of that nothing can be said here.
  const isExcused = (fault: string) =>
    starved.some((name) => fault.startsWith(`${name}: `)) &&
    /status 503|got 503|still open after|not ended after|no answer within/.test(fault);
  const found = classes.flatMap((one) => one.faults);
  const faults = [...found.filter((one) => !isExcused(one)), ...(starved.length > 0 ? [] : caller.faults)];
  const excused = found.length + caller.faults.length - faults.length;
  if (excused > 0) process.stderr.write(`${excused} faults of a starved service are left out\n`);
  for (const one of classes) {
    const unavailable = starved.includes(one.name) ? (one.answers.get(503) ?? 0) : 0;
    if (one.broken > unavailable) faults.push(`${one.name}: ${one.broken - unavailable} answers of 5xx`);
    if (one.starvedMs > STARVED_MS)
      process.stderr.write(
        `${one.name}: others kept the service from a processor for ${Math.round(one.starvedMs)} ms\n`,
      );
    if (one.longestMs > STALL_MS)
      faults.push(`${one.name}: the service stood still for ${Math.round(one.longestMs)} ms`);
  }
  const longestMs = Math.max(...classes.map(({ waitedMs }) => waitedMs));
  if (longestMs > WAIT_MS && starved.length === 0)
    faults.push(`a good caller waited for ${Math.round(longestMs)} ms`);
  if (rounds < ROUNDS) process.stderr.write('whether memory is level was not judged: four rounds say it\n');
  const [, , halfway, , last] = insides.map(({ inside }) => inside);
  if (halfway && last && last.heapUsed - halfway.heapUsed > HEAP_GROWTH)
    faults.push('the heap grows and grows');
  if (halfway && last && last.rss - halfway.rss > RESIDENT_GROWTH)
    faults.push('resident memory grows and grows');
  if (after.files - before.files > FILES_LEFT)
    faults.push(`${after.files - before.files} files or sockets were left`);
  const complaints = `${stage.service.stderr()}\n${stage.service.stdout()}`
    .split('\n')
    .filter((line) => /unexpected fault|answer failed|page failed|Error:/.test(line));
  if (complaints.length > 0)
    faults.push(`the service complained ${complaints.length} times: ${complaints[0]?.slice(0, 500)}`);
  if ((await fetch(`${stage.service.origin}/readyz`)).status !== 200)
    faults.push('the service is not ready any more');
  return {
    classes,
    insides,
    goodCaller: { asked: caller.asked, longestMs, p999Ms: caller.p999Ms },
    faults,
  };
}

/** On a machine with much to do what is prepared may be refused for a moment: that is not what is looked at. */
async function triedAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (cause) {
      if (tries === 5) throw cause;
      await pause(5_000);
    }
  }
}

/** Once what was kept alive is over: 65 s after the last request on it, or at once where whoever asked hung up. */
async function quiet(stage: Stage, before: Inside): Promise<Inside> {
  for (let tries = 0; ; tries++) {
    const inside = await stage.inside();
    if (inside.files - before.files <= FILES_LEFT || tries >= 15) return inside;
    await pause(5_000);
  }
}

function readOptions(args: string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        ...{
          inputs: { type: 'string' },
          seconds: { type: 'string' },
          seed: { type: 'string' },
          rounds: { type: 'string' },
        },
        ...{ only: { type: 'string' }, json: { type: 'string' }, report: { type: 'string' } },
      },
    });
    const only = values.only?.split(',');
    const attacks = ATTACKS.filter(({ name }) => !only || only.includes(name));
    if (only && attacks.length < only.length) return undefined;
    const isWhole = args.length === 0;
    const options = {
      inputs: Number(values.inputs ?? 300_000),
      seconds: Number(values.seconds ?? 1_200),
      seed: Number(values.seed ?? Date.now() % 1_000_000),
      rounds: Number(values.rounds ?? ROUNDS),
    };
    if (!Object.values(options).every((value) => value > 0)) return undefined;
    return {
      ...options,
      attacks,
      json: values.json,
      report: values.report ?? (isWhole ? join(CHECKOUT, 'docs', 'guide', 'resilience.md') : undefined),
    };
  } catch {
    return undefined;
  }
}
