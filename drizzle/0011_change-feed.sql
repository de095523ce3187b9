-- Says in the transaction that changes a row what instances may have in memory and must forget. Only ids are said, to
-- whoever may connect to this database. Triggers see whole statements: one that changes a hundred thousand rows says one
-- thing. What is added is not said of clients and secrets: nobody remembers that something does not exist.
CREATE FUNCTION tell_changes(kind text, subjects text[], everything text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF cardinality(subjects) > 500 OR EXISTS (SELECT FROM unnest(subjects) AS subject WHERE length(subject) > 200) THEN
		PERFORM pg_notify('gooclaim_auth', everything);
	ELSE
		PERFORM pg_notify('gooclaim_auth', kind || ':' || subject) FROM unnest(subjects) AS subject;
	END IF;
END $$;
--> statement-breakpoint
-- For tables of which any change is the same news, and for TRUNCATE.
CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM pg_notify('gooclaim_auth', TG_ARGV[0]);
	RETURN NULL;
END $$;
--> statement-breakpoint
-- Of each table the columns are named that no token and no verdict depends on: a column to come counts until it is
-- named here.
CREATE FUNCTION tell_changed_clients() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM public.tell_changes('client', (
		SELECT array_agg(DISTINCT earlier.id) FROM earlier LEFT JOIN later ON later.id = earlier.id
		WHERE to_jsonb(earlier) - '{name,description,created_at,updated_at}'::text[]
			IS DISTINCT FROM to_jsonb(later) - '{name,description,created_at,updated_at}'::text[]
	), 'clients');
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION tell_deleted_clients() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM public.tell_changes('client', (SELECT array_agg(id) FROM earlier), 'clients');
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION tell_changed_secrets() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM public.tell_changes('client', (
		SELECT array_agg(DISTINCT owner)
		FROM earlier LEFT JOIN later ON later.id = earlier.id, unnest(ARRAY[earlier.client_id, later.client_id]) AS owner
		WHERE owner IS NOT NULL
			AND to_jsonb(earlier) - '{hint,created_at,created_by,uses_at_rotation,exposed_at,exposed_in}'::text[]
			IS DISTINCT FROM to_jsonb(later) - '{hint,created_at,created_by,uses_at_rotation,exposed_at,exposed_in}'::text[]
	), 'clients');
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION tell_deleted_secrets() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM public.tell_changes('client', (SELECT array_agg(DISTINCT client_id) FROM earlier), 'clients');
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION tell_changed_tenants() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM public.tell_changes('tenant', (
		SELECT array_agg(DISTINCT earlier.id) FROM earlier LEFT JOIN later ON later.id = earlier.id
		WHERE to_jsonb(earlier) - '{name,created_at,operator,secret_max_age_days,rotation_overlap_seconds,leaked_secret_action,second_factor_required}'::text[]
			IS DISTINCT FROM to_jsonb(later) - '{name,created_at,operator,secret_max_age_days,rotation_overlap_seconds,leaked_secret_action,second_factor_required}'::text[]
	), 'clients');
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION tell_revocations() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM public.tell_changes('revoked', (
		SELECT array_agg(ceil(extract(epoch FROM least(expires_at, '3000-01-01')))::bigint || ':' || jti) FROM later
	), 'revocations');
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER clients_tell_update AFTER UPDATE ON "clients" REFERENCING OLD TABLE AS earlier NEW TABLE AS later
	FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_clients();--> statement-breakpoint
CREATE TRIGGER clients_tell_delete AFTER DELETE ON "clients" REFERENCING OLD TABLE AS earlier
	FOR EACH STATEMENT EXECUTE FUNCTION tell_deleted_clients();--> statement-breakpoint
CREATE TRIGGER clients_tell_truncate AFTER TRUNCATE ON "clients"
	FOR EACH STATEMENT EXECUTE FUNCTION tell_change('clients');--> statement-breakpoint
CREATE TRIGGER client_secrets_tell_update AFTER UPDATE ON "client_secrets" REFERENCING OLD TABLE AS earlier NEW TABLE AS later
	FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_secrets();--> statement-breakpoint
CREATE TRIGGER client_secrets_tell_delete AFTER DELETE ON "client_secrets" REFERENCING OLD TABLE AS earlier
	FOR EACH STATEMENT EXECUTE FUNCTION tell_deleted_secrets();--> statement-breakpoint
CREATE TRIGGER client_secrets_tell_truncate AFTER TRUNCATE ON "client_secrets"
	FOR EACH STATEMENT EXECUTE FUNCTION tell_change('clients');--> statement-breakpoint
CREATE TRIGGER tenants_tell_update AFTER UPDATE ON "tenants" REFERENCING OLD TABLE AS earlier NEW TABLE AS later
	FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_tenants();--> statement-breakpoint
CREATE TRIGGER resources_tell_change AFTER UPDATE OR DELETE OR TRUNCATE ON "resources"
	FOR EACH STATEMENT EXECUTE FUNCTION tell_change('resources');--> statement-breakpoint
CREATE TRIGGER signing_keys_tell_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "signing_keys"
	FOR EACH STATEMENT EXECUTE FUNCTION tell_change('keys');--> statement-breakpoint
CREATE TRIGGER revoked_tokens_tell_insert AFTER INSERT ON "revoked_tokens" REFERENCING NEW TABLE AS later
	FOR EACH STATEMENT EXECUTE FUNCTION tell_revocations();--> statement-breakpoint
-- A row that is deleted needs no word: who remembers it asks the database, and is told that it is gone.
CREATE TRIGGER revoked_tokens_tell_update AFTER UPDATE ON "revoked_tokens"
	FOR EACH STATEMENT EXECUTE FUNCTION tell_change('revocations');
