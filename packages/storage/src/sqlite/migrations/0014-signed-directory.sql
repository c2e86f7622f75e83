-- What grants something is signed: institutions with their policies, clients, API keys, RADIUS clients, staff. Rows from before are
-- signed by the signed-directory.ts of this number, which has the keys; then the next one makes sure that none is left.
ALTER TABLE institution ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE client ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE api_key ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE radius_client ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE staff ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
