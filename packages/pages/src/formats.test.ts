import { describe, expect, it } from "vitest";
import { formatDate, formatDateTime, formatTime, formatYen } from "./formats.ts";

const evening = Date.UTC(2026, 10, 22, 15, 5, 9);

describe("formats", () => {
  it("write moments in Japan time, wherever the server is", () => {
    expect(formatDateTime(evening, "ja")).toBe("2026年11月23日（月）00:05");
    expect(formatDateTime(evening, "en")).toBe("Mon 23 November 2026, 00:05 JST");
    expect(formatDate(evening, "ja")).toBe("2026年11月23日（月）");
    expect(formatTime(evening)).toBe("00:05");
  });

  it("write money with its sign and unit", () => {
    expect(formatYen(1_234_567, "ja")).toBe("1,234,567円");
    expect(formatYen(-500, "en")).toBe("−¥500");
    expect(formatYen(0, "en")).toBe("¥0");
  });
});
