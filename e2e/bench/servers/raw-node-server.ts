/** The floor: `node:http` and undici, one fixed token, no session. */
import { createServer } from 'node:http'
import { passOn } from './pass-on.ts'
import { openPool } from './product-undici.ts'

const { PORT, UPSTREAM_URL = '', API_PREFIX = '', FIXED_TOKEN = '' } = process.env

const pool = openPool(UPSTREAM_URL)
const authorization = `Bearer ${FIXED_TOKEN}`

createServer((req, res) => {
  const { url = '' } = req
  if (!url.startsWith(API_PREFIX)) {
    res.writeHead(404).end()
    return
  }
  passOn(req, res, { pool, path: url.slice(API_PREFIX.length), authorization })
}).listen(Number(PORT), '127.0.0.1')

// Killed, it would leave no profile.
process.once('SIGTERM', () => process.exit())
