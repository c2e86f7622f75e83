/** The database's schema is not this program's; the message says which of the two is older and what to do. */
export class SchemaMismatch extends Error {
  override name = "SchemaMismatch";
}
