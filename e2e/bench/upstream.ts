import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findFreePort } from '../world/free-port.ts'
import { nginxServer } from './nginx-server.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { bodyOf, WORKLOADS, type Workload } from './workload.ts'

/** The API every variant calls: an nginx of the machine's, which costs little and is always the same. */
export interface Upstream extends ServerProcess {
  /**
   * What arrived here of the request whose query was `?verify=<id>`.
   *
   * @throws {Error} nothing of that id has arrived.
   */
  received(id: string): Promise<ReceivedRequest>
}

/** The headers that tell whether a variant does its job; empty for one that was not sent. */
export interface ReceivedRequest {
  id: string
  authorization: string
  cookie: string
}

const LOG_PATIENCE_MS = 5_000
const POLL_MS = 10

/** Starts the upstream; its files and its log go to `folder`. */
export async function startUpstream(folder: string): Promise<Upstream> {
  const logFile = join(folder, 'received.log')
  const root = join(folder, 'answers')
  await Promise.all(WORKLOADS.map((workload) => writeAnswer(root, workload)))
  const port = await findFreePort()
  const http = upstreamDirectives(port, root, logFile)
  const server = await startServer(await nginxServer({ name: 'upstream', port, folder, http }))
  return { ...server, received: (id) => findReceived(logFile, id) }
}

async function writeAnswer(root: string, { method, path, answerBytes }: Workload): Promise<void> {
  if (method !== 'GET') return
  const file = join(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, bodyOf(answerBytes))
}

/** Only requests that ask to be verified are logged: the others are the ones that are timed. */
function upstreamDirectives(port: number, root: string, logFile: string): string {
  const posts = WORKLOADS.filter(({ method }) => method === 'POST')
  return `
  default_type application/json;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=16 inactive=1h;
  log_format received escape=json
    '{"id":"$arg_verify","authorization":"$http_authorization","cookie":"$http_cookie"}';
  server {
    listen 127.0.0.1:${port} backlog=1024;
    root ${root};
    access_log ${logFile} received if=$arg_verify;
    ${posts.map(({ path, answerBytes }) => `location = ${path} { return 200 '${bodyOf(answerBytes)}'; }`).join('\n')}
  }`
}

async function findReceived(logFile: string, id: string): Promise<ReceivedRequest> {
  for (let waitedMs = 0; waitedMs < LOG_PATIENCE_MS; waitedMs += POLL_MS) {
    const requests = (await readFile(logFile, 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ReceivedRequest)
    const found = requests.find((request) => request.id === id)
    if (found) return found
    await delay(POLL_MS)
  }
  throw new Error(`nothing of request ${id} has reached the upstream`)
}
