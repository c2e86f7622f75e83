import { describeStorage } from "../contract/describe-storage.ts";
import { memoryStorage } from "./open-storage.ts";

describeStorage("memory", async (nowMs) => memoryStorage({ nowMs }));
