import * as z from 'zod';
import { readClientPage } from '../../admin/client-list';
import { clientQuerySchema } from '../../contract/client-list';
import { managedClientListSchema } from '../../contract/management';
import { READ_CLIENTS } from '../../contract/scope-terms';
import { managedClientList } from '../management/views';
import { tool } from './tool';

export const CLIENT_TOOLS = [
  tool({
    name: 'list_clients',
    title: 'List clients',
    description:
      'The machine clients of your tenant, 50 a page: name, status, scopes, last use, how many secrets are live. status=attention lists those whose secrets somebody should look at.',
    scope: READ_CLIENTS,
    takes: z.object(clientQuerySchema.shape),
    gives: managedClientListSchema,
    changes: false,
    run: async (query, { caller, services }) =>
      managedClientList(await readClientPage(caller.actor, query, services)),
  }),
];
