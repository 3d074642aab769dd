import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { type RedisCommand, RedisCommands } from './redis-commands.ts'

/** Tells the command to stop at by its words; the first is the name. */
export type CommandTest = (words: readonly string[]) => boolean

interface Stop {
  /** Of the command: whether it reaches Redis, and only its reply stands still. */
  takesEffect: boolean
  isIt: CommandTest
  arrive(): void
}

/** A way to Redis that can be stopped at one command, to see what happens when a process ends right there. */
export class RedisGate {
  readonly #server = createServer((client) => this.#serve(client))
  readonly #sockets = new Set<Socket>()
  readonly #redis: URL
  /** What listens for messages. */
  readonly #subscribers = new Set<Socket>()
  #cutsSubscribers = false
  #mutesSubscribers = false
  #stop: Stop | undefined
  /** What stands still; undefined while everything goes through. */
  #waiting: (() => void)[] | undefined

  private constructor(redis: URL) {
    this.#redis = redis
  }

  /** Opens one for the test; `redisUrl` is where it leads to. */
  static async start(redisUrl: string): Promise<RedisGate> {
    const gate = new RedisGate(new URL(redisUrl))
    gate.#server.listen(0, '127.0.0.1')
    await once(gate.#server, 'listening')
    onTestFinished(() => gate.#close())
    return gate
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Stops everything from the next such command on, which does not reach Redis. Resolves when it has come. */
  stopBefore(isIt: CommandTest): Promise<void> {
    return this.#stopAt({ takesEffect: false, isIt })
  }

  /** Stops everything after the next such command, which takes effect; its reply stays away. */
  stopAfter(isIt: CommandTest): Promise<void> {
    return this.#stopAt({ takesEffect: true, isIt })
  }

  /** Lets everything through that stands still. */
  open(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const pass of waiting) pass()
  }

  /** Ends every connection that listens for messages, now and from now on; commands go through. */
  cutSubscribers(): void {
    this.#cutsSubscribers = true
    for (const socket of this.#subscribers) socket.destroy()
  }

  /** Swallows every message from now on, and closes nothing; commands go through. */
  muteSubscribers(): void {
    this.#mutesSubscribers = true
  }

  /** Undoes both; a connection that was cut stays cut. */
  hearSubscribers(): void {
    this.#cutsSubscribers = false
    this.#mutesSubscribers = false
  }

  #stopAt(stop: Omit<Stop, 'arrive'>): Promise<void> {
    return new Promise((arrive) => {
      this.#stop = { ...stop, arrive }
    })
  }

  async #close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #serve(client: Socket): void {
    const redis = connect(Number(this.#redis.port), this.#redis.hostname)
    const commands = new RedisCommands()
    client.on('data', (chunk) => {
      for (const command of commands.read(chunk)) {
        if (/^subscribe$/i.test(command.words[0] ?? '')) this.#subscribed(client)
        this.#pass(command, redis)
      }
    })
    redis.on('data', (chunk) => {
      if (this.#mutesSubscribers && this.#subscribers.has(client)) return
      this.#whenOpen(() => client.write(chunk))
    })
    for (const [socket, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        this.#sockets.delete(socket)
        this.#subscribers.delete(socket)
        other.end()
      })
    }
  }

  #subscribed(client: Socket): void {
    this.#subscribers.add(client)
    if (this.#cutsSubscribers) client.destroy()
  }

  #pass({ words, raw }: RedisCommand, redis: Socket): void {
    const stop = this.#stop?.isIt(words) ? this.#stop : undefined
    if (stop) this.#closeAt(stop, redis, raw)
    else this.#whenOpen(() => redis.write(raw))
  }

  #closeAt({ takesEffect, arrive }: Stop, redis: Socket, raw: Buffer): void {
    this.#stop = undefined
    this.#waiting ??= []
    if (takesEffect) {
      redis.write(raw)
      // Its reply is the next data: nothing else is under way for a process that does one thing.
      redis.once('data', arrive)
    } else {
      this.#whenOpen(() => redis.write(raw))
      arrive()
    }
  }

  #whenOpen(pass: () => void): void {
    if (this.#waiting) this.#waiting.push(pass)
    else pass()
  }
}
