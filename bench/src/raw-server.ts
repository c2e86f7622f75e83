import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

// Answers every chunk with the same bytes: the least that a Node server can do. What the load generator reaches here is its own
// limit, or near it.
const body = '{"otp":"00000000"}';
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  "latin1",
);
const server = createServer({ noDelay: true }, (socket) => {
  socket.on("data", () => socket.write(answer));
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
