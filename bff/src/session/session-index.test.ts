import { describe, expect, it } from 'vitest'
import { fixedClock } from '../../test/support/fixed-clock.ts'
import { SessionIndex } from './session-index.ts'
import { MemoryRecords } from './stores/memory-records.ts'

const SUB = { kind: 'sub', provider: 'google', sub: 'ada' } as const
const SID = { kind: 'sid', provider: 'google', sid: 'ada' } as const

describe('SessionIndex', () => {
  it('LOGOUT-12 is empty when the sessions it led to have reached their end', async () => {
    const { index, records, clock } = anIndex()
    await index.add([SUB, SID], 'first', clock.now() + 60_000)
    await index.add([SUB], 'second', clock.now() + 120_000)

    clock.advance({ seconds: 60 })
    expect([await index.sessionKeys(SUB), await index.sessionKeys(SID)]).toEqual([['second'], []])
    clock.advance({ seconds: 60 })
    expect([await index.sessionKeys(SUB), records.size]).toEqual([[], 0])
  })

  it('LOGOUT-12 keeps accounts, provider sessions and providers of the same name apart', async () => {
    const { index, clock } = anIndex()
    const end = clock.now() + 60_000
    await index.add([SUB], 'by-sub', end)
    await index.add([SID], 'by-sid', end)
    await index.add([{ ...SUB, provider: 'corp' }], 'at-corp', end)

    expect([await index.sessionKeys(SUB), await index.sessionKeys(SID)]).toEqual([['by-sub'], ['by-sid']])
  })

  it('forgets one session and no other', async () => {
    const { index, clock } = anIndex()
    for (const key of ['first', 'second']) await index.add([SUB, SID], key, clock.now() + 60_000)

    await index.remove([SUB, SID], 'first')

    expect([await index.sessionKeys(SUB), await index.sessionKeys(SID)]).toEqual([['second'], ['second']])
  })
})

function anIndex() {
  const clock = fixedClock()
  const records = new MemoryRecords(clock.now)
  return { clock, records, index: new SessionIndex(records) }
}
