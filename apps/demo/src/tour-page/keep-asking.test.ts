import { expect, it } from "vitest";
import { keepAsking } from "./keep-asking.ts";

function inquiry() {
  const questions: PromiseWithResolvers<number>[] = [];
  const told: number[] = [];
  const asking = keepAsking(
    () => {
      const question = Promise.withResolvers<number>();
      questions.push(question);
      return question.promise;
    },
    (answer) => told.push(answer),
  );
  const answer = async (index: number) => {
    questions[index]?.resolve(index);
    await new Promise(setImmediate);
  };
  return { questions, told, asking, answer };
}

it("many changes during one question are followed by one more, and the last answer is the last word", async () => {
  const { questions, told, asking, answer } = inquiry();
  asking.changed();
  asking.changed();
  asking.changed();
  expect(questions).toHaveLength(1);
  await answer(0);
  expect(questions).toHaveLength(2);
  await answer(1);
  expect(told).toEqual([0, 1]);
  asking.changed();
  await answer(2);
  expect(told).toEqual([0, 1, 2]);
});

it("nothing is told after the stop", async () => {
  const { told, asking, answer } = inquiry();
  asking.changed();
  const stopped = asking.stop();
  await answer(0);
  await stopped;
  expect(told).toEqual([]);
});
