import cluster from 'node:cluster'
import pino, { type DestinationStream } from 'pino'

/**
 * Lines wait for others until they fill this many bytes, or for this many milliseconds. Workers write to
 * one pipe, which keeps together what is written at once up to 4 096 bytes.
 */
const BATCH_BYTES = cluster.isWorker ? 4096 : 64 * 1024
const LONGEST_WAIT_MS = 100

/** A character takes three bytes of UTF-8 at most. */
const BYTES_PER_CHARACTER = 3

const STANDARD_OUTPUT = 1

/**
 * Writes lines to standard output, many at once: one by one, each would cost a request as much as its
 * whole judgement. Nothing is lost when the process exits; one that is killed loses the last batch.
 */
export function batchedOutput(): DestinationStream {
  const output = pino.destination({
    dest: STANDARD_OUTPUT,
    sync: false,
    contentMode: 'buffer',
    maxWrite: BATCH_BYTES,
  })
  const batch = Buffer.allocUnsafe(BATCH_BYTES)
  let length = 0

  function flush(): void {
    if (length > 0) pass(Buffer.from(batch.subarray(0, length)))
    length = 0
  }

  /** What is declared for text alone takes bytes in this mode. */
  function pass(bytes: Buffer): void {
    Reflect.apply(output.write, output, [bytes])
  }

  setInterval(flush, LONGEST_WAIT_MS).unref()
  // Before pino's own listeners, which write what they have got by then and close.
  process.prependOnceListener('beforeExit', flush)
  process.prependOnceListener('exit', flush)
  return {
    write(line) {
      const mostBytes = line.length * BYTES_PER_CHARACTER
      if (length + mostBytes > BATCH_BYTES) flush()
      if (mostBytes > BATCH_BYTES) pass(Buffer.from(line))
      else length += batch.write(line, length)
    },
  }
}
