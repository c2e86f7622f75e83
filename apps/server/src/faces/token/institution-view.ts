import type { Institution } from "@warifu/rules";
import type { ActivationInstitution } from "@warifu/wire/activation";

/** What anybody may know of an institution: it is printed on its leaflets. */
export function institutionView({ serviceId, texts, policy }: Institution): ActivationInstitution {
  return {
    serviceId,
    nameJa: texts.nameJa,
    nameEn: texts.nameEn,
    supportPhone: texts.supportPhone,
    supportHoursJa: texts.supportHoursJa,
    supportHoursEn: texts.supportHoursEn,
    browserTab: policy.browserTabSetup,
  };
}
