import { beforeEach, describe, expect, it } from "vitest";
import { AnsweredRequests } from "./answered-requests.ts";

const answer = Buffer.from("answer");
let requests: AnsweredRequests;
beforeEach(() => {
  requests = new AnsweredRequests();
});

describe("requests of the last 30 seconds", () => {
  it("are under way, then have their answer, then are forgotten", () => {
    expect(requests.find("a", "1", 0)).toBe("none");
    requests.begin("a", "1", 0);
    expect(requests.find("a", "1", 10)).toBe("underWay");
    requests.end("a", "1", answer);
    expect(requests.find("a", "1", 29_999)).toEqual(answer);
    expect(requests.find("a", "1", 30_000)).toBe("none");
  });

  it("are asked anew when no answer could be given", () => {
    requests.begin("a", "1", 0);
    requests.end("a", "1", null);
    expect(requests.find("a", "1", 0)).toBe("none");
  });

  it("give their place to another request with the same identifier, whose answer is its own", () => {
    requests.begin("a", "1", 0);
    requests.begin("a", "2", 1);
    requests.end("a", "1", answer);
    expect(requests.find("a", "1", 2)).toBe("none");
    expect(requests.find("a", "2", 2)).toBe("underWay");
  });

  it("are not kept longer because the clock went back", () => {
    requests.begin("a", "1", 3_600_000);
    requests.end("a", "1", answer);
    expect(requests.find("a", "1", 3_500_000)).toBe("none");
  });

  it("are bounded: the oldest go first", () => {
    for (let number = 0; number <= 20_000; number++) requests.begin(String(number), "1", 0);
    expect(requests.find("0", "1", 0)).toBe("none");
    expect(requests.find("1", "1", 0)).toBe("underWay");
    expect(requests.find("20000", "1", 0)).toBe("underWay");
  });
});
