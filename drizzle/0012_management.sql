CREATE TABLE "idempotency_keys" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"request_digest" "bytea" NOT NULL,
	"client_id" text,
	"secret_id" text,
	"answered_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "audit_events_acting_clients_idx" ON "audit_events" USING btree ("actor_id","at","id") WHERE actor_type = 'client' AND target_id <> actor_id;--> statement-breakpoint
-- Until now these were words like any other, which a developer may give a client: from now on they let it manage the
-- tenant's clients, which a developer may not. Whoever is to have them is given them anew.
WITH earlier AS (
	SELECT id, scopes FROM clients WHERE scopes && ARRAY['clients:read', 'clients:write'] FOR UPDATE
), changed AS (
	UPDATE clients SET scopes = array_remove(array_remove(clients.scopes, 'clients:read'), 'clients:write'), updated_at = now()
	FROM earlier WHERE clients.id = earlier.id
	RETURNING clients.id, clients.tenant_id, earlier.scopes AS before, clients.scopes AS after
)
INSERT INTO audit_events (at, tenant_id, actor_type, actor_id, action, outcome, target_id, request_id, address, user_agent, detail)
SELECT now(), tenant_id, 'operator', 'upgrade', 'client.updated', 'success', id, 'upgrade', '', '',
	jsonb_build_object('before', jsonb_build_object('scopes', before), 'after', jsonb_build_object('scopes', after))
FROM changed;
