import { expect, it } from 'vitest'
import { generateDpopKey } from '../oauth/dpop-key.ts'
import { createRecordCipher } from './record-cipher.ts'
import { storageKey } from './storage-key.ts'
import { LocalChanges } from './stores/local-changes.ts'
import { MemoryRecords } from './stores/memory-records.ts'
import { TokenStore } from './token-store.ts'

it('ADV-04 TOKEN-11 seals the key that tokens are bound to, and gives it back', async () => {
  const records = new MemoryRecords(() => 0)
  const store = new TokenStore(records, createRecordCipher(['s'.repeat(32)]), new LocalChanges())
  const dpopKey = await generateDpopKey()

  await store.put('session', 'corp', { accessToken: 'canary-token', scope: [], dpopKey }, 60_000)

  expect(await store.readActive('session', 'corp')).toMatchObject({ tokens: { dpopKey } })
  const stored = await records.read(`tokens:${storageKey('session')}:corp`)
  expect(stored).toMatch(/^v1\./)
  for (const secret of ['canary-token', dpopKey.d, dpopKey.x, 'P-256']) expect(stored).not.toContain(secret)
})
