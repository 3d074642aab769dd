/** One command on its way to Redis. */
export interface RedisCommand {
  /** Name and arguments. */
  words: readonly string[]
  /** As it was sent. */
  raw: Buffer
}

/** Cuts what a client sends into commands: arrays of bulk strings, the only form that clients use. */
export class RedisCommands {
  #rest: Buffer = Buffer.alloc(0)

  /** Takes the next bytes of the connection; yields the commands that are complete by now. */
  read(chunk: Buffer): RedisCommand[] {
    this.#rest = Buffer.concat([this.#rest, chunk])
    const commands: RedisCommand[] = []
    for (let command = this.#next(); command; command = this.#next()) {
      commands.push(command)
      this.#rest = this.#rest.subarray(command.raw.length)
    }
    return commands
  }

  #next(): RedisCommand | undefined {
    const count = this.#readNumber('*', 0)
    if (!count) return undefined
    const words: string[] = []
    let { end } = count
    while (words.length < count.value) {
      const length = this.#readNumber('$', end)
      if (!length || this.#rest.length < length.end + length.value + 2) return undefined
      words.push(this.#rest.toString('utf8', length.end, length.end + length.value))
      end = length.end + length.value + 2
    }
    return { words, raw: this.#rest.subarray(0, end) }
  }

  /** Reads a line of a sign and a number; undefined while it is not complete. */
  #readNumber(sign: string, start: number): { value: number; end: number } | undefined {
    const end = this.#rest.indexOf('\r\n', start)
    if (end < 0) return undefined
    const line = this.#rest.toString('latin1', start, end)
    if (!line.startsWith(sign)) throw new Error(`not a command of a client: ${line}`)
    return { value: Number(line.slice(1)), end: end + 2 }
  }
}
