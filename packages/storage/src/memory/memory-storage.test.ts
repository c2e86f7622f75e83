import { describeStorage } from "../contract/describe-storage.ts";
import { memoryStorage } from "./memory-storage.ts";

describeStorage("memory", async (nowMs) => memoryStorage({ nowMs }));
