import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import type { WorldClock } from '../../world-clock.ts'

/** Where the emulated Google keeps sessions, grants, codes and tokens, in memory and by the world's clock. */
export interface RecordStore {
  /** One view per oidc-provider model. */
  adapter: AdapterFactory
  /** The grant a person has given a client, however they signed in this time. */
  findGrantId(accountId: string, clientId: string): string | undefined
  /** Removes a grant with every code and token issued under it. */
  revokeGrant(grantId: string): void
  /** Lets every record of a model run out at this moment. */
  expire(model: string): void
  /** Removes every record of the models named; all models without a name. */
  clear(...models: string[]): void
}

interface StoredRecord {
  model: string
  id: string
  payload: AdapterPayload
  expiresAt: number
}

/**
 * Creates an empty store.
 *
 * oidc-provider judges expiry by the real clock and cannot be given another. So expiry is decided here: a
 * record carries the world's time at which it runs out and is gone from then on. Advancing the world's clock
 * therefore expires codes, tokens and sessions, at the token endpoint and at the APIs alike, while the times
 * inside ID tokens stay real, as the client under test checks them against the real clock.
 */
export function createRecordStore(clock: WorldClock): RecordStore {
  const records = new Map<string, StoredRecord>()

  const live = () => [...records.values()].filter((record) => record.expiresAt > clock.now())
  const remove = (isDoomed: (record: StoredRecord) => boolean) => {
    for (const [key, record] of records) if (isDoomed(record)) records.delete(key)
  }
  const revokeGrant = (grantId: string) =>
    remove(({ model, id, payload }) => payload.grantId === grantId || (model === 'Grant' && id === grantId))

  return {
    adapter: (model) => createAdapter({ model, records, live, clock }),
    findGrantId: (accountId, clientId) =>
      live().find(
        ({ model, payload }) =>
          model === 'Grant' && payload.accountId === accountId && payload.clientId === clientId,
      )?.id,
    revokeGrant,
    expire: (model) => {
      for (const record of records.values()) if (record.model === model) record.expiresAt = clock.now()
    },
    clear: (...models) => remove(({ model }) => models.length === 0 || models.includes(model)),
  }
}

interface AdapterParts {
  model: string
  records: Map<string, StoredRecord>
  live: () => StoredRecord[]
  clock: WorldClock
}

function createAdapter({ model, records, live, clock }: AdapterParts): Adapter {
  const keyOf = (id: string) => `${model}:${id}`
  const findBy = (isWanted: (record: StoredRecord) => boolean) =>
    live().find((record) => record.model === model && isWanted(record))?.payload

  return {
    upsert: async (id, payload, expiresIn) => {
      const expiresAt = expiresIn === undefined ? Number.POSITIVE_INFINITY : clock.now() + expiresIn * 1000
      records.set(keyOf(id), { model, id, payload, expiresAt })
    },
    find: async (id) => findBy((record) => record.id === id),
    findByUid: async (uid) => findBy(({ payload }) => payload.uid === uid),
    findByUserCode: async (userCode) => findBy(({ payload }) => payload.userCode === userCode),
    consume: async (id) => {
      const record = records.get(keyOf(id))
      if (record) record.payload.consumed = Math.floor(clock.now() / 1000)
    },
    destroy: async (id) => {
      records.delete(keyOf(id))
    },
    revokeByGrantId: async (grantId) => {
      for (const [key, record] of records) {
        if (record.model === model && record.payload.grantId === grantId) records.delete(key)
      }
    },
  }
}
