import type { ActivationInstitution } from "@warifu/wire/activation";
import { useApp, useWords } from "../../app-context.ts";
import { PhoneLink } from "../../help/phone-link.tsx";
import { words } from "./words.ts";

/** Where to turn; the institution is not known before its service ID. */
export function Support({ institution }: { institution: ActivationInstitution | undefined }) {
  const { language } = useApp();
  const text = useWords(words);
  if (institution === undefined || institution.supportPhone === "") return <p class="small">{text.branch}</p>;
  const { nameJa, nameEn, supportPhone, supportHoursJa, supportHoursEn } = institution;
  const hours = language === "ja" ? supportHoursJa : supportHoursEn;
  return (
    <section class="support">
      <h2>{text.phoneTitle}</h2>
      <p>
        {language === "ja" ? nameJa : nameEn}
        <br />
        <PhoneLink number={supportPhone} />
      </p>
      {hours !== "" && <p class="small">{text.hours(hours)}</p>}
    </section>
  );
}
