import { messagesFor, pickLanguage } from "@warifu/pages";
import type { KoaContextWithOIDC } from "oidc-provider";
import { cookieName } from "../../../../http/cookies.ts";
import type { Service } from "../../../../service.ts";
import { requestIdOf } from "../../openid/request-id.ts";
import { asLanguage, firstLanguage } from "../../openid/ui-locales.ts";
import { documentOf } from "../send-screen.ts";
import { plainScreen, sessionEndedScreen } from "./send-notice.ts";
import { soleHouse } from "../sole-institution.ts";
import { soleBankOrigin } from "../way-back.ts";
import { noticeWords } from "./words.ts";

/**
 * G-400: an authorization request that cannot be answered by a redirect, or a way back that has ended (G-430). The bank's
 * programmer finds the reason in the answer of the pushed request, the operator in the log under the number that stands here;
 * the person in front of the screen has no use for it.
 */
export async function renderOpenidError(service: Service, ctx: KoaContextWithOIDC): Promise<void> {
  const language = pickLanguage({
    query: asLanguage(ctx.query["lang"]) ?? firstLanguage(ctx.oidc.params?.["ui_locales"]),
    cookie: ctx.cookies.get(cookieName(service.config, "gate", "language"), { signed: false }),
    acceptLanguage: ctx.get("accept-language"),
  });
  const words = messagesFor(noticeWords, language);
  const number = words.problemDo(requestIdOf(ctx.req));
  const isOurs = ctx.status >= 500;
  const screen = isOurs
    ? plainScreen("G-490", words.problemTitle, [words.problem, number], language)
    : ctx.oidc.route === "resume"
      ? sessionEndedScreen(language, await soleBankOrigin(service), requestIdOf(ctx.req))
      : plainScreen("G-400", words.badRequestTitle, [words.badRequest, words.badRequestDo, number], language);
  ctx.type = "text/html; charset=utf-8";
  ctx.body = documentOf(screen, language, await soleHouse(service), {
    ja: `${ctx.path}?lang=ja`,
    en: `${ctx.path}?lang=en`,
  });
}
