import { answerQuestions } from "./asked-thread.ts";
import { batchCommitter } from "./commit-batch.ts";

answerQuestions(batchCommitter);
