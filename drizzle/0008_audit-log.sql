DROP INDEX "audit_events_tenant_id_id_idx";--> statement-breakpoint
DROP INDEX "audit_events_target_id_id_idx";--> statement-breakpoint
CREATE INDEX "audit_events_tenant_id_at_id_idx" ON "audit_events" USING btree ("tenant_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_target_id_at_id_idx" ON "audit_events" USING btree ("target_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_actor_id_at_id_idx" ON "audit_events" USING btree ("actor_id","at","id") WHERE actor_type <> 'client';--> statement-breakpoint
CREATE INDEX "audit_events_failures_idx" ON "audit_events" USING btree ("tenant_id","at","id") WHERE outcome = 'failure';--> statement-breakpoint
CREATE INDEX "audit_events_changes_idx" ON "audit_events" USING btree ("tenant_id","at","id") WHERE action NOT IN ('token.issued', 'token.refused', 'introspect.refused', 'userinfo.refused', 'revoke.refused');