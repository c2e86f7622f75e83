-- oldest program: 9
-- What grants something is signed: institutions with their policies, clients, API keys, RADIUS clients, staff. Rows from before are
-- signed by the signed-directory.ts of this number, which has the keys; then the next one makes sure that none is left.
ALTER TABLE institution ADD COLUMN mac bytea NOT NULL DEFAULT '';
ALTER TABLE client ADD COLUMN mac bytea NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN mac bytea NOT NULL DEFAULT '';
ALTER TABLE radius_client ADD COLUMN mac bytea NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN mac bytea NOT NULL DEFAULT '';
