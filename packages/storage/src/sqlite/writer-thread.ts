import { answerQuestions } from "./asked-thread.ts";
import { batchCommitter } from "./commit-batch.ts";
import { patientlyIn } from "./patience.ts";

answerQuestions((db) => patientlyIn(db, batchCommitter(db)));
