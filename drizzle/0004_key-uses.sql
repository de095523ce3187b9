CREATE TABLE "key_uses" (
	"client_id" text NOT NULL,
	"key_id" text NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"address" text NOT NULL,
	"user_agent" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "key_uses_key" PRIMARY KEY("client_id","key_id")
);
--> statement-breakpoint
ALTER TABLE "key_uses" ADD CONSTRAINT "key_uses_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- With and without a slash at its end an address is one API, and has one owner.
CREATE UNIQUE INDEX "resources_address_key" ON "resources" USING btree (rtrim("identifier", '/'));
