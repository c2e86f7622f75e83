import { defineWords } from "../language/words.ts";

export const words = defineWords({
  ja: {
    endsIn: (end: string) => `ユーザIDの末尾：${end}`,
    ofInstitution: (institution: string, end: string) => `${institution}（ユーザIDの末尾：${end}）`,
    both: (title: string, detail: string) => `${title}、${detail}`,
  },
  en: {
    endsIn: (end: string) => `User ID ending in ${end}`,
    ofInstitution: (institution: string, end: string) => `${institution} (user ID ending in ${end})`,
    both: (title: string, detail: string) => `${title}, ${detail}`,
  },
});
