import { findFreePort } from '../../world/free-port.ts'
import { API_PREFIX } from '../api-request.ts'
import { pinned } from '../cpu-cores.ts'
import { nginxServer } from '../nginx-server.ts'
import type { Stage } from '../stage.ts'
import type { Variant } from './variant.ts'

/** nginx as a plain reverse proxy that puts a fixed token on every call: what C does, without a session. */
export const nginx: Variant = {
  name: 'nginx',
  title: 'nginx as a plain reverse proxy, no session',
  command: async (stage) => {
    const port = await findFreePort()
    const { folder, cores } = stage
    const server = await nginxServer({ name: 'nginx', port, folder, http: directives(port, stage) })
    return { ...server, command: pinned(cores.proxy, server.command) }
  },
}

function directives(port: number, { upstream, fixedToken }: Stage): string {
  return `
  upstream bench {
    server ${new URL(upstream.origin).host};
    keepalive 256;
    keepalive_requests 1000000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=1024;
    location ${API_PREFIX}/ {
      proxy_pass http://bench/;
      proxy_http_version 1.1;
      proxy_max_temp_file_size 0;
      proxy_set_header Connection "";
      proxy_set_header Authorization "Bearer ${fixedToken}";
      proxy_set_header Cookie "";
    }
  }`
}
