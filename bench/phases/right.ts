import { setTimeout as pause } from 'node:timers/promises';
import type { Report } from '../report/report';
import { Changes } from '../right/changes';
import { Load } from '../right/load';
import { BOUND_MS } from '../right/truth';
import { type Client, makeClient, type Token } from '../right/world';
import type { Stage } from '../world/stage';
import { issueTokens } from '../world/tokens';
import type { Plan } from './plan';

/** Of a whole run, of a quick one, and of one that only tries the bench out. */
const SECONDS = { whole: 60, quick: 20, trial: 6 };

/** Whether every answer is right while everything changes: fast and wrong would be worse than slow. */
export async function right(stage: Stage, plan: Plan, report: Report): Promise<void> {
  const portal = await stage.signIn();
  const ports = [stage.all.port, stage.api.port];
  const [rotated, switchedOff, stable, asking] = (await Promise.all(
    [1, 2, 3, 4].map((number) => makeClient(portal, number)),
  )) as [Client, Client, Client, Client];
  // Known everywhere before anything is asked.
  await pause(BOUND_MS);
  const [secret] = asking.secrets;
  if (!secret) throw new Error('A client without a secret.');
  const credentials = { client_id: asking.id, client_secret: secret.value };
  const [text = ''] = await issueTokens(stage.all.port, [credentials], 1);
  const now = performance.now();
  const caller: Token = { text, client: asking, secret, issued: { sent: now, received: now }, revoked: [] };

  const length = plan.scale < 1 ? 'trial' : plan.whole ? 'whole' : 'quick';
  const ends = performance.now() + SECONDS[length] * 1000;
  let failed = false;
  const isOver = () => failed || performance.now() > ends;
  const load = new Load(ports, [rotated, switchedOff, stable], caller, isOver);
  const changes = new Changes(portal, ports, isOver);
  const revocable = () =>
    load.tokens.find(({ client, revoked }) => client === stable && revoked.length === 0);
  await Promise.all(
    [load.run(), changes.run(rotated, switchedOff, revocable)].map((part) =>
      part.catch((cause: unknown) => {
        failed = true;
        throw cause;
      }),
    ),
  );

  report.ratio('wrong_answers_under_load', [load.wrong.length]);
  if (load.wrong.length > 0)
    report.fault(`${load.wrong.length} wrong answers under load:\n  ${load.wrong.slice(0, 10).join('\n  ')}`);
  const counts = Object.entries(changes.done).map(([kind, times]) => `${times} ${kind}`);
  report.section(
    'Right under load',
    `${load.answered} answers of two instances while there were ${counts.join(', ')}: **${load.wrong.length} wrong**. Of ${load.certain} of them only one answer could be right; the others came between a change's request and its answer, or within ${BOUND_MS / 1000} s after it.`,
  );
}
