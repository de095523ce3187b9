// Requests at a constant rate, whatever the answers take: `wrk` waits for an answer before it sends the next one, so a
// pause of the service would hide all the requests that should have come meanwhile (coordinated omission). Here a
// request counts from when it was due, waiting for a connection included. Reads its order from standard input.
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { percentile } from '../report/statistics';

/** Later than this, in milliseconds, is not the clock's grain any more but somebody who was made to wait. */
const GRAIN_MS = 2;

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { port, rate, seconds, requests } = JSON.parse(Buffer.concat(chunks).toString()) as {
  port: number;
  /** A second. */
  rate: number;
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

/** @returns when all are answered */
async function keepUp(duration: number): Promise<void> {
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

await keepUp(Math.min(2, seconds));
times.length = 0;
lateness.length = 0;
wrong = 0;
await keepUp(seconds);
await pool.close();
process.stdout.write(
  JSON.stringify({
    answered: times.length,
    wrong,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    lateness: percentile(lateness, 0.99),
  }),
);
