import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type MutationRecord, mutationRecordSchema } from './mutation-record.ts'

const RECORDS = new URL('records/', import.meta.url)

/** Reads how each folder was measured last; they are kept in the repository, because measuring all takes hours. */
export function readRecords(): MutationRecord[] {
  if (!existsSync(RECORDS)) return []
  return readdirSync(RECORDS).map((file) =>
    mutationRecordSchema.parse(JSON.parse(readFileSync(new URL(file, RECORDS), 'utf8'))),
  )
}

/** Keeps a record in the place of the folder's former one. */
export function writeRecord(record: MutationRecord): void {
  mkdirSync(RECORDS, { recursive: true })
  writeFileSync(new URL(`${record.folder}.json`, RECORDS), `${JSON.stringify(record, null, 2)}\n`)
}
