import { readFileSync } from 'node:fs';
import type { Service } from '../../e2e/harness/service';
import type { RawAnswer } from './answers';
import { Choices } from './choices';
import { Connection, sayAndHangUp } from './connection';
import { type Input, inputOf, judge } from './input';
import { liveOnce } from './lives';
import type { Material } from './material';
import type { Tally } from './tally';

/** Connections that ask at the same time. */
const AT_ONCE = 16;

/** What a service may still grow by in the second half of a run, when all that is kept once has been kept. */
const GROWTH = 128 * 2 ** 20;

export async function fire(
  service: Service,
  material: Material,
  { seconds, inputs, seed }: { seconds: number; inputs: number; seed: number },
): Promise<Tally> {
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  const tally: Tally = {
    inputs: 0,
    seconds: 0,
    answers: new Map(),
    controls: 0,
    faults: [],
    memory: { before: residentMemory(service.pid), halfway: 0, after: 0 },
  };
  const isOver = () => tally.inputs >= inputs || passed() >= seconds || tally.faults.length >= MOST_FAULTS;

  const work = async () => {
    const connection = new Connection(material.port);
    while (!isOver()) {
      const number = tally.inputs++;
      if (!tally.memory.halfway && (tally.inputs >= inputs / 2 || passed() >= seconds / 2))
        tally.memory.halfway = residentMemory(service.pid);
      if (number % LIFE_EVERY === 0) {
        const fault = await liveOnce(material, connection, number / LIFE_EVERY).catch(
          (cause: Error) => cause.message,
        );
        if (fault) tally.faults.push(`a token's life before input ${number}: ${fault}`);
      }
      const input = inputOf(new Choices(seed, number), material);
      if (input.isControl) tally.controls++;
      const { answers, fault } = await send(input, connection, material);
      for (const { status, headers } of answers) {
        tally.answers.set(status, (tally.answers.get(status) ?? 0) + 1);
        material.nonce = headers['dpop-nonce'] ?? material.nonce;
      }
      if (answers.length === 0) tally.answers.set(0, (tally.answers.get(0) ?? 0) + 1);
      if (fault)
        tally.faults.push(
          `input ${number}: ${fault}\n${shown(input.bytes)}\n${answers.map(shownAnswer).join('\n')}`,
        );
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  tally.seconds = passed();
  tally.memory.after = residentMemory(service.pid);
  await checkHealth(service, tally);
  return tally;
}

/** Inputs between two looks at whether the service still does its work. */
const LIFE_EVERY = 250;

/** By then there is enough to look at. */
const MOST_FAULTS = 20;

async function send(
  input: Input,
  connection: Connection,
  material: Material,
): Promise<{ answers: RawAnswer[]; fault: string | undefined }> {
  try {
    const answers = input.heads
      ? await connection.ask(input.bytes, input.heads)
      : await sayAndHangUp(material.port, input.bytes);
    return { answers, fault: judge(input, answers) };
  } catch (cause) {
    connection.close();
    return { answers: [], fault: (cause as Error).message };
  }
}

async function checkHealth(service: Service, tally: Tally): Promise<void> {
  const answer = await fetch(`${service.origin}/readyz`).catch(() => undefined);
  if (answer?.status !== 200) tally.faults.push('the service is not ready any more');
  const { halfway, after } = tally.memory;
  if (after - halfway > GROWTH) tally.faults.push('the memory of the service grows and grows');
  const complaints = service
    .stderr()
    .split('\n')
    .filter((line) => /unexpected fault|Error:/.test(line));
  if (complaints.length > 0) tally.faults.push(`the service complained: ${complaints[0]}`);
}

/** In bytes; 0 where there is no /proc. */
function residentMemory(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

const shown = (bytes: Buffer) => `  > ${JSON.stringify(bytes.toString('latin1').slice(0, 3000))}`;
const shownAnswer = ({ status, body }: RawAnswer) => `  < ${status} ${body.toString().slice(0, 500)}`;
