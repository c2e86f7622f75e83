import type { Institution } from "@warifu/rules";
import type { Service } from "../../../service.ts";
import type { House } from "./house.ts";

/**
 * Whose name and phone number a page bears that belongs to no visit: the institution's, where the service has only one; nobody's
 * where there are several, or while the database does not answer (the page may be about that very trouble).
 */
export async function soleInstitution(service: Service): Promise<Institution | null> {
  try {
    const number = await service.storage.countInstitutions();
    const [first] = await service.storage.institutions();
    return first !== undefined && number === 1 ? first : null;
  } catch {
    return null;
  }
}

/** The same with its look. */
export async function soleHouse(service: Service): Promise<House | null> {
  const institution = await soleInstitution(service);
  if (institution === null) return null;
  try {
    return { institution, brand: await service.storage.brand(institution.institutionId) };
  } catch {
    return { institution, brand: null };
  }
}
