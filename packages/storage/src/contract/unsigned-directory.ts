/** Rows of a directory as programs before signed ones wrote them, for both databases: nothing in them is sealed but a name. */
export const unsignedDirectory = `
  INSERT INTO institution (institution_id, service_id, texts, policy) VALUES ('ozora', '10121234', '{"nameJa":"大空"}', '{}');
  INSERT INTO api_key (institution_id, client_id, key_id, key_hash, created_at_ms) VALUES ('ozora', 'bank', 'key-1', 'hash-1', 7);
  INSERT INTO api_key (institution_id, client_id, key_id, key_hash, created_at_ms, last_used_at_ms, revoked_at_ms)
    VALUES ('ozora', 'bank', 'key-2', 'hash-2', 1790000000000, 1790000000001, 1790000000002)`;
