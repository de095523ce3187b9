// Requests at a constant rate, whatever the answers take: `wrk` waits for an answer before it sends the next one, so a
// pause of the service would hide all the requests that should have come meanwhile (coordinated omission). Here a
// request counts from when it was due, waiting for a connection included. Reads its order from standard input.
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { CONNECTIONS } from '../load/wrk';
import { percentile } from '../report/statistics';

/** Later than this, in milliseconds, is not the clock's grain any more but somebody who was made to wait. */
const GRAIN_MS = 2;

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { port, share, warmUp, seconds, requests } = JSON.parse(Buffer.concat(chunks).toString()) as {
  port: number;
  /** Of the full load. */
  share: number;
  /** Seconds of full load. */
  warmUp: number;
  seconds: number;
  requests: { method: 'POST'; path: string; headers: Record<string, string>; body: string }[];
};

const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1 });
const times: number[] = [];
const lateness: number[] = [];
let wrong = 0;

async function one(number: number, since: number): Promise<void> {
  try {
    const { statusCode, body } = await pool.request(requests[number % requests.length] as never);
    await body.dump();
    if (statusCode !== 200) wrong++;
    times.push(performance.now() - since);
  } catch {
    wrong++;
  }
}

/**
 * Full load by this very generator, which stands on the same cores as what it asks and costs more than `wrk`: of what
 * another one reaches, 70 % may be all that there is.
 *
 * @returns requests a second
 */
async function fullLoad(duration: number): Promise<number> {
  const began = performance.now();
  const end = began + duration * 1000;
  let sent = 0;
  const keepBusy = async () => {
    while (performance.now() < end) await one(sent++, performance.now());
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, keepBusy));
  return (sent / (performance.now() - began)) * 1000;
}

/** @returns when all are answered */
async function keepUp(rate: number, duration: number): Promise<void> {
  const began = performance.now();
  const underWay: Promise<void>[] = [];
  for (let sent = 0; sent < rate * duration; ) {
    const now = performance.now();
    for (; sent < Math.min(rate * duration, ((now - began) / 1000) * rate); sent++) {
      const due = began + (sent / rate) * 1000;
      lateness.push(now - due);
      underWay.push(one(sent, now - due > GRAIN_MS ? due : now));
    }
    await pause(1);
  }
  await Promise.all(underWay);
}

/** What was counted since the last time. */
function taken() {
  const figures = {
    answered: times.length,
    wrong,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    lateness: percentile(lateness, 0.99),
  };
  times.length = 0;
  lateness.length = 0;
  wrong = 0;
  return figures;
}

const rate = share * (await fullLoad(warmUp));
const full = taken();
await keepUp(rate, Math.min(1, seconds));
taken();
await keepUp(rate, seconds);
const { wrong: failed, ...paced } = taken();
await pool.close();
process.stdout.write(JSON.stringify({ ...paced, wrong: failed + full.wrong, rate, fullP50: full.p50 }));
