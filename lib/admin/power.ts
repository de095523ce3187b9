import { managesClients } from '../contract/scope-terms';
import type { ClientRow } from '../store/clients';
import { type Actor, permit } from './principal';
import { Refusal } from './refusal';

/** What a client's credentials are good for. */
export type Power = Pick<ClientRow, 'scopes' | 'resources' | 'profile'>;

const refused = (words: string) => new Refusal(403, 'forbidden', words);

/**
 * Whoever makes a client, gives it something, or is told a secret of it has in their hands all that the client may do. So:
 *
 * - a client that manages clients is made and changed by those people only who may do by themselves what it may do;
 * - a machine hands out, or brings back, nothing that it does not have itself, and never the scopes for managing clients:
 *   a stolen token makes no successor that outlives it.
 *
 * @throws Refusal 403
 */
export function permitPower(actor: Actor, ...powers: Power[]): void {
  for (const power of powers) {
    if ('clientId' in actor) {
      refuseManagers(actor, power);
      const beyond =
        power.scopes.find((scope) => !actor.scopes.includes(scope)) ??
        power.resources.find((resource) => !actor.resources.includes(resource));
      if (beyond !== undefined)
        throw refused(`Your token does not have ${beyond} itself: this client may do more than you.`);
      if (power.profile !== 'gooclaim')
        throw refused('Your client gets no OpenCRVS tokens itself: a person does it in the portal.');
    } else if (managesClients(power.scopes)) {
      permit(actor, 'client:protect');
    }
  }
}

/**
 * Ending something gives nobody anything: a machine may do it to every client but those that manage clients, itself among
 * them. Two that could shut each other out would leave the tenant to whichever was stolen.
 *
 * @throws Refusal 403
 */
export function refuseManagers(actor: Actor, { scopes }: Pick<Power, 'scopes'>): void {
  if ('clientId' in actor && managesClients(scopes))
    throw refused('A client that manages clients is made and changed by people in the portal.');
}
