import { expect, it } from 'vitest'
import { parseCoreList } from './cpu-cores.ts'

it.each([
  ['0', [0]],
  ['0-3', [0, 1, 2, 3]],
  ['1,4-5', [1, 4, 5]],
])('parseCoreList reads %s as the kernel means it', (list, cores) => {
  expect(parseCoreList(list)).toEqual(cores)
})
