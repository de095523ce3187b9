// A thread of its own: what it measures is not to be what the generators keep the main one busy with.
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { call } from '../../e2e/harness/call';
import type { Asked } from './good-caller';

/** Between two looks, in milliseconds. */
const EVERY_MS = 200;

const { origin, id, secret }: { origin: string; id: string; secret: string } = workerData;
let over = false;
parentPort?.once('message', () => {
  over = true;
});

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const began = performance.now();
  const answer = await call(`${origin}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': '203.0.113.77', ...headers },
    body: JSON.stringify(body),
  });
  const tookMs = performance.now() - began;
  tell({
    tookMs,
    ...(answer.status === 200 ? {} : { fault: `a good caller got ${answer.status} at ${path}` }),
  });
  return answer;
}

const tell = (asked: Asked) => parentPort?.postMessage(asked);

while (!over) {
  await pause(EVERY_MS);
  try {
    const credentials = { client_id: id, client_secret: secret };
    const issued = await post('/v1/auth/token', { grant_type: 'client_credentials', ...credentials });
    if (issued.status !== 200) continue;
    const token = issued.json.access_token;
    const { json } = await post('/v1/auth/introspect', { token }, { Authorization: `Bearer ${token}` });
    if (json.active !== true) tell({ tookMs: 0, fault: 'a good token was called inactive' });
  } catch (cause) {
    tell({ tookMs: 0, fault: `a good caller: ${(cause as Error).message}` });
  }
}
