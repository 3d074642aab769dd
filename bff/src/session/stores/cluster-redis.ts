import { setTimeout as pause } from 'node:timers/promises'
import { createCluster } from 'redis'
import { clusterAccess } from './cluster-access.ts'
import {
  CONNECT_TIMEOUT_MS,
  clientSettings,
  reconnectDelayMs,
  TIMEOUTS_OF_A_DEAD_CONNECTION,
} from './redis-client-settings.ts'
import type { RedisClient, RedisLink } from './redis-link.ts'
import type { RedisClusterOptions } from './redis-options.ts'
import type { RedisTrouble } from './redis-trouble.ts'

type Cluster = ReturnType<typeof openCluster>

/** How long a replaced client may finish what it was asked, in milliseconds; longer than any command takes. */
const DRAIN_MS = 1_000

/** Least time between two replacements, in milliseconds: a node may stay silent for long. */
const REPLACE_EVERY_MS = 2_000

/**
 * {@link RedisLink} to a Redis Cluster. A node that breaks costs its own slots only, until the
 * cluster has promoted a replica. When a node falls silent, the whole client is replaced by one
 * that discovers the cluster anew; the other slots go on meanwhile.
 */
export class ClusterRedis implements RedisLink {
  readonly #options: RedisClusterOptions
  readonly #trouble: RedisTrouble
  readonly #closing = new AbortController()
  #cluster: Cluster | undefined
  #timeouts = 0
  #replacing = false

  private constructor(options: RedisClusterOptions, trouble: RedisTrouble) {
    this.#options = options
    this.#trouble = trouble
  }

  /** Starts connecting; resolves when the first attempt has ended either way. */
  static async open(options: RedisClusterOptions, trouble: RedisTrouble): Promise<ClusterRedis> {
    const link = new ClusterRedis(options, trouble)
    await new Promise<void>((resolve) => void link.#replace(resolve))
    return link
  }

  client(signal: AbortSignal): RedisClient {
    return this.#connected().withCommandOptions({ abortSignal: signal })
  }

  getMany(signal: AbortSignal, keys: readonly string[]): Promise<(string | null)[]> {
    const client = this.client(signal)
    return Promise.all(keys.map((key) => client.get(key)))
  }

  /** One master that answers is enough: without this process the slots of the others would be lost too. */
  ping(): Promise<unknown> {
    const cluster = this.#connected()
    return Promise.any(cluster.masters.map(async (node) => (await cluster.nodeClient(node)).ping()))
  }

  /** An answer says nothing of the other nodes. */
  answered(): void {}

  timedOut(): void {
    if (this.#replacing || ++this.#timeouts < TIMEOUTS_OF_A_DEAD_CONNECTION) return
    void this.#replace()
  }

  close(): void {
    this.#closing.abort()
    this.#cluster?.destroy()
  }

  #connected(): Cluster {
    if (!this.#cluster) throw new Error('no node of the cluster answers')
    return this.#cluster
  }

  async #replace(attempted: () => void = () => {}): Promise<void> {
    this.#replacing = true
    const previous = this.#cluster
    for (let attempt = 0; !this.#closing.signal.aborted; attempt++) {
      const connected = await this.#connect()
      attempted()
      if (connected) break
      await this.#pause(reconnectDelayMs(attempt))
    }
    if (previous) void this.#drain(previous)
    await this.#pause(REPLACE_EVERY_MS)
    this.#timeouts = 0
    this.#replacing = false
  }

  async #connect(): Promise<boolean> {
    const cluster = openCluster(this.#options, this.#trouble)
    try {
      await cluster.connect()
    } catch {
      // Each node's failure has been reported as it came.
      return false
    }
    if (this.#closing.signal.aborted) cluster.destroy()
    this.#cluster = cluster
    this.#trouble.ready()
    return true
  }

  async #drain(cluster: Cluster): Promise<void> {
    await this.#pause(DRAIN_MS)
    cluster.destroy()
  }

  #pause(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {})
  }
}

function openCluster(options: RedisClusterOptions, trouble: RedisTrouble) {
  const access = clusterAccess(options)
  const settings = clientSettings(access)
  const cluster = createCluster({
    // A node that takes the connection and then says nothing must not hold up the discovery.
    rootNodes: options.nodes.map((url) => ({
      url,
      socket: { ...settings.socket, socketTimeout: CONNECT_TIMEOUT_MS },
    })),
    defaults: settings,
    // Connecting to every node at once would wait for one that is down, and with it for all.
    minimizeConnections: true,
    topologyRefreshOnReconnectionAttemptStrategy: 1_000,
  })
  cluster.on('error', (error: unknown) => trouble.report(error))
  cluster.on('node-error', (error: unknown) => trouble.report(error))
  return cluster
}
