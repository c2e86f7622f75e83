import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "./eventually.ts";
import type { FaultScope } from "./fault.ts";
import { freePort } from "./free-port.ts";

const places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"];

/** Why there is no nginx; null when there is. */
export function nginxMissing(): string | null {
  return places.some((place) => existsSync(place)) ? null : "no nginx (Debian: apt-get install nginx-light)";
}

/**
 * An nginx on loopback before the API faces of the nodes, as docs/operations.md advises it. Ends with the fault.
 * @returns its address, without a slash at the end
 */
export async function startNginx({ folder, clean }: FaultScope, urls: readonly string[]): Promise<string> {
  const place = places.find((one) => existsSync(one)) ?? "nginx";
  const own = join(folder, "nginx");
  mkdirSync(own);
  const port = await freePort();
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${own}/${name};`,
  );
  writeFileSync(
    join(own, "nginx.conf"),
    `daemon off;
worker_processes 1;
${process.getuid?.() === 0 ? "user root;" : ""}
pid ${own}/nginx.pid;
error_log ${own}/error.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.join("\n  ")}
  upstream warifu_api {
    ${urls.map((url) => `server ${new URL(url).host} max_fails=0;`).join("\n    ")}
    keepalive 32;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://warifu_api;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_next_upstream error timeout http_503 non_idempotent;
    }
  }
}
`,
  );
  const child = spawn(place, ["-c", join(own, "nginx.conf"), "-e", join(own, "error.log")], { stdio: "ignore" });
  const ended = once(child, "exit");
  clean(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually("nginx answers", async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended:\n${readFileSync(join(own, "error.log"), "utf8")}`);
    return (await fetch(url).catch(() => null)) === null ? null : true;
  });
  return url;
}
