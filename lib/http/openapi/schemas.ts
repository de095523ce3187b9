import * as z from 'zod';
import * as management from '../../contract/management';
import * as wire from '../../contract/wire';

/** Schemas by their names in the document. What is taken is described as it is sent, what is answered as it arrives. */
const TAKEN = {
  TokenRequest: wire.tokenRequestSchema,
  OpencrvsTokenRequest: wire.opencrvsTokenRequestSchema,
  IntrospectionRequest: wire.introspectionRequestSchema,
  RevocationRequest: wire.revocationRequestSchema,
  SelfRotationRequest: wire.selfRotationRequestSchema,
  NewClient: management.newManagedClientSchema,
  ClientChange: management.managedClientChangeSchema,
  ClientQuery: management.managedClientQuerySchema,
  Rotation: management.managedRotationSchema,
  TokenId: management.tokenIdSchema,
  Nothing: management.nothingSchema,
  UsageQuery: management.managedUsageQuerySchema,
};
const ANSWERED = {
  TokenResponse: wire.tokenResponseSchema,
  OpencrvsTokenResponse: wire.opencrvsTokenResponseSchema,
  IntrospectionResponse: wire.introspectionResponseSchema,
  SelfRotationResponse: wire.selfRotationResponseSchema,
  Userinfo: wire.userinfoSchema,
  Jwks: wire.jwksSchema,
  Metadata: wire.metadataSchema,
  ProtectedResource: wire.protectedResourceSchema,
  Health: wire.healthSchema,
  Error: wire.errorSchema,
  Client: management.managedClientSchema,
  CreatedClient: management.createdClientSchema,
  ClientList: management.managedClientListSchema,
  Secrets: management.managedSecretsSchema,
  RotatedSecret: management.rotatedSecretSchema,
  Usage: management.managedUsageSchema,
  ManagementError: management.managementErrorSchema,
};
export type SchemaName = keyof typeof TAKEN | keyof typeof ANSWERED;

export type JsonSchema = Record<string, unknown>;

const NAMES = new Map<z.ZodType, SchemaName>(
  Object.entries({ ...TAKEN, ...ANSWERED }).map(([name, schema]) => [schema, name as SchemaName]),
);

/** @throws Error for a schema without a name: it would not be in the document */
export function nameOf(schema: z.ZodType): SchemaName {
  const name = NAMES.get(schema);
  if (!name) throw new Error('A schema of an operation has no name in the document.');
  return name;
}

export const referenceTo = (name: SchemaName): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** All of them as JSON Schema (draft 2020-12), which OpenAPI 3.1 is written in. */
export function componentSchemas(): Record<string, JsonSchema> {
  return { ...written(TAKEN, 'input'), ...written(ANSWERED, 'output') };
}

function written(schemas: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    io,
    uri: (id) => `#/components/schemas/${id}`,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, { $schema, $id, ...schema }]) => [id, { title: id, ...schema }]),
  );
}
