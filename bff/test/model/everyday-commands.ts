import type fc from 'fast-check'
import { call, connect, disconnect, failRefresh, login, refuseRefreshes } from './account-commands.ts'
import type { Command } from './command.ts'
import { endElsewhere, logout, passTime, replayTicket } from './session-commands.ts'

/** What happens on any day; what is named more often happens more often. */
export const EVERYDAY_COMMANDS: fc.Arbitrary<Command>[] = [
  ...[login, login, login],
  ...[connect, connect],
  ...[call, call, call, call, call],
  ...[passTime, passTime],
  ...[refuseRefreshes, refuseRefreshes],
  ...[failRefresh, failRefresh],
  disconnect,
  logout,
  endElsewhere,
  replayTicket,
]
