import { answerQuestions } from "./asked-thread.ts";
import { lookUpIn } from "./look-up.ts";

answerQuestions((db) => {
  db.exec("PRAGMA query_only = ON");
  return lookUpIn(db);
});
