/** An error of JSON-RPC 2.0 (§5.1), where no request can be told that it is the answer to. */
const refusal = (code: number, message: string) => ({
  refusal: { jsonrpc: '2.0', id: null, error: { code, message } },
});

/**
 * One message of JSON-RPC. A batch, which the protocol had in one of its versions, would be any number of calls for the
 * price of one; and an open stream of changes is of no use where nothing ever changes.
 */
export function readMessage(text: string): { json: object } | ReturnType<typeof refusal> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refusal(-32700, 'The body is not JSON.');
  }
  if (Array.isArray(json)) return refusal(-32600, 'Send one message, not a batch.');
  if (typeof json !== 'object' || json === null) return refusal(-32600, 'Send a JSON-RPC message.');
  if ('method' in json && json.method === 'subscriptions/listen')
    return refusal(-32601, 'There is nothing to subscribe to.');
  return { json };
}
