import { card, html, linkButton, messagesFor } from "@warifu/pages";
import type { FastifyInstance } from "fastify";
import type { Service } from "../../../service.ts";
import { sendScreen } from "../frame/console-page.ts";
import { deskOf, mayAct } from "../frame/desk.ts";
import { endOf } from "../session/staff-session.ts";
import { homeWords } from "./words.ts";

/** C-110 ホーム, and the way to stay signed in while typing. */
export function homeRoutes(app: FastifyInstance, service: Service): void {
  app.get("/", (request, reply) => {
    const desk = deskOf(request);
    const words = messagesFor(homeWords, request.language);
    return sendScreen(service, request, reply, {
      screenId: "C-110",
      title: words.title,
      here: "home",
      body: html`<p>${words.greeting(desk.staff.name)}<br />${words.lead}</p>
        <div class="card-row">
          ${card({
            title: words.searchCard,
            body: html`<p>${words.searchText}</p>
              <p>${linkButton({ href: "/search", label: words.searchCard })}</p>`,
          })}
          ${
            mayAct(desk) &&
            card({
              title: words.applyCard,
              body: html`<p>${words.applyText}</p>
                <p>${linkButton({ href: "/applications/new", label: words.applyCard, kind: "secondary" })}</p>`,
            })
          }
          ${card({
            title: words.keysTitle,
            body: html`<dl class="keys">
              ${words.keys.map(
                ([key, text]) =>
                  html`<div>
                    <dt><kbd>${key}</kbd></dt>
                    <dd>${text}</dd>
                  </div>`,
              )}
            </dl>`,
          })}
        </div>`,
    });
  });

  // Being asked is enough: every request keeps the session alive.
  app.post("/session", async (request) => {
    const { session } = deskOf(request).open;
    return { seconds: Math.floor((endOf(session) - service.nowMs()) / 1000) };
  });
}
